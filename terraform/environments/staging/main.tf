# As small as it gets: one task each, one way out of the network, a database
# without a standby. It may do without a domain.

module "cruddur" {
  source = "../../modules/cruddur"

  environment = "staging"
  production  = false
  domain      = var.domain
  zone        = var.zone

  zones        = [for letter in ["a", "b"] : "${var.region}${letter}"]
  nat_gateways = "one"

  database = {
    instance_class = "db.t4g.micro"
    storage_gb     = { initial = 20, most = 100 }
    multi_az       = false
    backup_days    = 1
  }

  services = {
    backend   = { cpu = 256, memory = 1024, tasks = { min = 1, max = 2 } }
    messaging = { cpu = 256, memory = 512, tasks = { min = 1, max = 2 } }
  }

  images             = var.images
  packages           = var.packages
  secrets            = var.secrets
  secret_versions    = var.secret_versions
  honeycomb          = var.honeycomb
  emails             = var.emails
  trace_sample_ratio = 1
  resize_concurrency = 5
  log_retention_days = 14
}
