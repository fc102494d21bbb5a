output "site_url" {
  description = "The address at which people know the site."
  value       = module.cruddur.site_url
}

output "site_bucket" {
  description = "Where the deployment puts the built site; config.json in it is Terraform's."
  value       = module.cruddur.site_bucket
}

output "distribution_id" {
  description = "The distribution, for invalidations."
  value       = module.cruddur.distribution_id
}

output "migration" {
  description = "What it takes to run migrations as a task, before the services are rolled out."
  value       = module.cruddur.migration
}

output "services" {
  description = "The services in the cluster, for waiting until they are rolled out."
  value       = module.cruddur.services
}

output "database" {
  description = "Where the database is, and where the administrator's password is for the day when nothing else helps."
  value       = module.cruddur.database
}

output "user_pool_id" {
  description = "The pool of accounts."
  value       = module.cruddur.user_pool_id
}

output "dashboard" {
  description = "What to look at."
  value       = module.cruddur.dashboard
}

output "monthly_cost" {
  description = "What it costs a month by list prices while nobody uses it; what is paid by use comes on top."
  value       = module.cruddur.monthly_cost
}
