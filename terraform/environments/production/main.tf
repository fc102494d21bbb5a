# What people depend on: two zones and more, a standby of the database, backups
# for two weeks. terraform.tfvars.example says what is to be filled in.

module "cruddur" {
  source = "../../modules/cruddur"

  environment = "production"
  production  = true
  domain      = var.domain
  zone        = var.zone

  zones        = [for letter in ["a", "b"] : "${var.region}${letter}"]
  nat_gateways = "one_per_zone"

  database = {
    instance_class = "db.t4g.large"
    storage_gb     = { initial = 100, most = 1000 }
    multi_az       = true
    backup_days    = 14
  }

  services = {
    backend   = { cpu = 1024, memory = 2048, tasks = { min = 2, max = 10 } }
    messaging = { cpu = 512, memory = 1024, tasks = { min = 2, max = 6 } }
  }

  images          = var.images
  packages        = var.packages
  secrets         = var.secrets
  secret_versions = var.secret_versions
  honeycomb       = var.honeycomb
  emails          = var.emails
}
