module "dns" {
  source = "../dns"
  count  = var.domain == null ? 0 : 1

  domain = var.domain
  zone   = var.zone
}

module "aliases" {
  source = "../aliases"
  count  = var.domain == null ? 0 : 1

  zone_id       = one(module.dns[*].zone_id)
  domain        = var.domain
  distribution  = { domain_name = module.edge.domain_name, hosted_zone_id = module.edge.hosted_zone_id }
  load_balancer = { dns_name = module.load_balancer.dns_name, zone_id = module.load_balancer.zone_id }
}

module "photo_keys" {
  source = "../photo-keys"

  environment = var.environment
}

module "edge" {
  source = "../cloudfront"

  name                     = local.name
  production               = var.production
  domain                   = var.domain
  certificate_arn          = one(module.dns[*].certificate_arn)
  load_balancer            = { arn = module.load_balancer.arn, dns_name = module.load_balancer.dns_name, origin_protocol = module.load_balancer.origin_protocol }
  uploads_endpoint         = module.media.api_endpoint
  live_endpoint            = module.messaging_functions.live_endpoint
  media_bucket_domain_name = module.media.media_bucket_domain_name
  public_keys              = module.photo_keys.public_keys
  connect_sources          = ["https://cognito-idp.${local.region}.amazonaws.com", module.media.uploads_bucket_origin]
  requests_per_address     = var.requests_per_address
  price_class              = var.price_class
  log_bucket_arn           = module.logs.arn
  kms_key_arn              = module.key.arn

  site_config = {
    environment         = var.environment
    region              = local.region
    user_pool_id        = module.accounts.user_pool_id
    user_pool_client_id = module.accounts.client_id
    traces              = { sample_ratio = var.trace_sample_ratio }
  }
}

module "load_balancer" {
  source = "../alb"

  name            = local.name
  production      = var.production
  vpc_id          = module.vpc.vpc_id
  subnet_ids      = module.vpc.private_subnet_ids
  certificate_arn = one(module.dns[*].origin_certificate_arn)
  log_bucket      = module.logs.bucket
}
