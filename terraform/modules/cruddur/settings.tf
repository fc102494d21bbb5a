# What every program is told, where it looks for it. A test holds the names
# against the programs' own lists.

locals {
  # CloudFront's ids of the keys that open photos, once there are any.
  key_ids = module.edge.key_ids == null ? {} : { media_key_ids = module.edge.key_ids }

  # Private keys are written by cruddur keys; this is a list without any.
  no_keys = "[]"

  settings = {
    backend = merge(module.backend.settings, module.backend.telemetry_settings, module.accounts.settings, module.observability.settings, local.key_ids, {
      database_iam = "true"
      site_url     = module.edge.site_url
      media_bucket = module.media.media_bucket
    })
    messaging = merge(module.messaging.settings, module.messaging.telemetry_settings, module.messaging_functions.settings.messaging, local.key_ids, {
      directory_url = module.backend.directory.url
      media_bucket  = module.media.media_bucket
    })
    media  = module.media.settings
    stream = merge(module.messaging_functions.settings.stream, local.key_ids)
    live   = module.messaging_functions.settings.live
    push   = module.messaging_functions.settings.push
  }
}

# Nobody logs in by a password: there is none in this address.
module "backend_settings" {
  source = "../ssm"

  environment     = var.environment
  service         = "backend"
  settings        = local.settings.backend
  secret_versions = merge({ database_url = 1, media_signing_keys = 1 }, var.secret_versions)
  kms_key_arn     = module.key.arn

  secrets = merge(var.secrets, {
    database_url       = "postgres://backend@${module.database.address}:5432/${module.database.database}?sslmode=verify-full"
    media_signing_keys = local.no_keys
  })
}

module "signing_settings" {
  source   = "../ssm"
  for_each = toset(["messaging", "stream"])

  environment     = var.environment
  service         = each.key
  settings        = local.settings[each.key]
  secret_versions = { media_signing_keys = 1 }
  secrets         = { media_signing_keys = local.no_keys }
  kms_key_arn     = module.key.arn
}

module "other_settings" {
  source   = "../ssm"
  for_each = toset(["media", "live", "push"])

  environment = var.environment
  service     = each.key
  settings    = local.settings[each.key]
  kms_key_arn = module.key.arn
}

# Set by the CLI: it is the collectors', no program's.
module "observability_settings" {
  source = "../ssm"
  count  = var.honeycomb ? 1 : 0

  environment     = var.environment
  service         = "observability"
  secret_versions = { honeycomb_key = 1 }
  kms_key_arn     = module.key.arn
}
