# What the environment costs while nobody uses it, by list prices: printed after
# every plan and apply. A test computes it again from what is planned.

locals {
  prices = jsondecode(file("${path.module}/prices.json"))

  # AWS reckons a month as so many hours.
  hours = 730

  # Sizes don't change these; the test counts them.
  alarmed_metrics = 39
  firewall_rules  = 6

  # A standby costs as much as what it stands by for. null: of this class no price
  # is known.
  instance_hour = try(local.prices.database.instance_hour[var.database.instance_class], null)
  instances     = (var.database.multi_az ? 2 : 1) + var.database.replicas

  costs = {
    "ways out of the network" = local.hours * length(module.vpc.nat_public_ips) * (local.prices.nat.gateway_hour + local.prices.nat.address_hour)
    "load balancer"           = local.hours * local.prices.load_balancer.hour
    "services" = local.hours * sum([for service in values(var.services) :
      service.tasks.min * (service.cpu / 1024 * local.prices.fargate_arm64.vcpu_hour + service.memory / 1024 * local.prices.fargate_arm64.gb_hour)
    ])
    "database" = local.instances * (local.hours * coalesce(local.instance_hour, 0) + var.database.storage_gb.initial * local.prices.database.gp3_gb_month)
    "firewall" = local.prices.firewall.acl_month + local.firewall_rules * local.prices.firewall.rule_month
    "alarms, dashboard, key, secret" = (
      local.alarmed_metrics * local.prices.cloudwatch.alarmed_metric_month + local.prices.cloudwatch.dashboard_month
      + local.prices.key.month + local.prices.secret.month
    )
  }

  unpriced  = local.instance_hour == null ? ", WITHOUT THE DATABASE'S INSTANCES: modules/cruddur/prices.json has no price of ${var.database.instance_class}" : ""
  cost_line = format("about $%d a month%s, before anybody uses it, by list prices of %s of %s, which are to be checked", ceil(sum(values(local.costs))), local.unpriced, local.prices.region, local.prices.date)
}
