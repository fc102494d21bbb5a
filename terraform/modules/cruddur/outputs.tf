output "site_url" {
  description = "The address at which people know the site."
  value       = module.edge.site_url
}

output "site_bucket" {
  description = "Where the deployment puts the built site; config.json in it is Terraform's."
  value       = module.edge.site_bucket
}

output "distribution_id" {
  description = "The distribution, for invalidations."
  value       = module.edge.id
}

output "migration" {
  description = "What it takes to run migrations as a task, before the services are rolled out."
  value = {
    cluster            = module.cluster.name
    task_definition    = module.backend.task_definition_arn
    subnet_ids         = module.vpc.private_subnet_ids
    security_group_ids = [module.backend.security_group_id]
  }
}

output "services" {
  description = "The services in the cluster, for waiting until they are rolled out."
  value       = { cluster = module.cluster.name, names = [module.backend.service_name, module.messaging.service_name] }
}

output "database" {
  description = "Where the database is, and where the administrator's password is for the day when nothing else helps."
  value       = { address = module.database.address, breakglass_secret_arn = module.database.breakglass_secret_arn }
}

output "user_pool_id" {
  description = "The pool of accounts."
  value       = module.accounts.user_pool_id
}

output "dashboard" {
  description = "What to look at."
  value       = module.observability.dashboard_name
}

output "nat_public_ips" {
  description = "The addresses from which the services are seen outside."
  value       = module.vpc.nat_public_ips
}

output "monthly_cost" {
  description = "What it costs a month by list prices while nobody uses it, in a line and by its parts in US dollars. Not in it is what is paid by use: traffic, requests, load balancer units, tasks beyond the least, functions, tables, pictures, logs, metrics, traces, mails, backups beyond the database's size."
  value       = { line = local.cost_line, parts = { for part, dollars in local.costs : part => format("%.2f", dollars) } }
}
