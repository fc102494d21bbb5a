# The whole product in one environment, put together from the other modules. It
# makes nothing itself.

data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  name    = "cruddur-${var.environment}"
  account = data.aws_caller_identity.this.account_id
  region  = data.aws_region.this.region

  honeycomb_key = "arn:${data.aws_partition.this.partition}:ssm:${local.region}:${local.account}:parameter/cruddur/${var.environment}/observability/honeycomb_key"
}

module "key" {
  source = "../key"

  name = local.name
}

module "vpc" {
  source = "../vpc"

  name         = local.name
  cidr         = var.cidr
  zones        = var.zones
  nat_gateways = var.nat_gateways
  kms_key_arn  = module.key.arn
}

module "logs" {
  source = "../log-bucket"

  name           = local.name
  retention_days = var.log_retention_days
}

module "accounts" {
  source = "../cognito"

  name       = local.name
  production = var.production
  mail       = one(module.dns[*].mail)
}

module "database" {
  source = "../rds"

  name                      = local.name
  production                = var.production
  vpc_id                    = module.vpc.vpc_id
  subnet_ids                = module.vpc.database_subnet_ids
  instance_class            = var.database.instance_class
  storage_gb                = var.database.storage_gb
  multi_az                  = var.database.multi_az
  replicas                  = var.database.replicas
  backup_days               = var.database.backup_days
  engine_version            = var.database.engine_version
  client_security_group_ids = { backend = module.backend.security_group_id }
  kms_key_arn               = module.key.arn
}

module "media" {
  source = "../media"

  environment        = var.environment
  production         = var.production
  site_origins       = [module.edge.site_url]
  distribution_arn   = module.edge.arn
  token_issuer       = module.accounts.settings.token_issuer
  token_client_id    = module.accounts.settings.token_client_id
  packages           = { presign = var.packages.presign, resize = var.packages.resize }
  resize_concurrency = var.resize_concurrency
  alarm_topic_arn    = module.observability.alarm_topic_arn
  log_retention_days = var.log_retention_days
  kms_key_arn        = module.key.arn
}

module "messaging_functions" {
  source = "../messaging"

  environment        = var.environment
  production         = var.production
  site_url           = module.edge.site_url
  token_settings     = module.accounts.settings
  packages           = { stream = var.packages.stream, live = var.packages.live, push = var.packages.push }
  alarm_topic_arn    = module.observability.alarm_topic_arn
  log_retention_days = var.log_retention_days
  kms_key_arn        = module.key.arn
}

module "observability" {
  source = "../observability"

  environment              = var.environment
  emails                   = var.emails
  load_balancer_arn_suffix = module.load_balancer.arn_suffix
  database_identifier      = module.database.identifier
  uploads_api_id           = module.media.api_id
  live_api_id              = module.messaging_functions.live_api_id
  trace_sample_ratio       = var.trace_sample_ratio
  kms_key_arn              = module.key.arn

  services = { for name, service in { backend = module.backend, messaging = module.messaging } : name => {
    cluster_name            = module.cluster.name
    service_name            = service.service_name
    target_group_arn_suffix = service.target_group_arn_suffix
  } }
}
