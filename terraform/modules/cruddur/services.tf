module "cluster" {
  source = "../ecs-cluster"

  name        = local.name
  kms_key_arn = module.key.arn
}

module "backend" {
  source = "../ecs-service"

  environment        = var.environment
  service            = "backend"
  image              = var.images.backend
  collector_image    = var.images.collector
  cpu                = var.services.backend.cpu
  memory             = var.services.backend.memory
  tasks              = var.services.backend.tasks
  vpc_id             = module.vpc.vpc_id
  subnet_ids         = module.vpc.private_subnet_ids
  cluster            = module.cluster
  database           = { resource_id = module.database.resource_id, user = "backend" }
  directory_port     = 4568
  task_policies      = { pictures = module.media.owner_policy }
  honeycomb_key_arn  = var.honeycomb ? local.honeycomb_key : null
  log_retention_days = var.log_retention_days
  kms_key_arn        = module.key.arn

  load_balancer = {
    listener_arn      = module.load_balancer.listener_arn
    arn_suffix        = module.load_balancer.arn_suffix
    security_group_id = module.load_balancer.security_group_id
    priority          = 200
    paths             = ["/api/*"]
  }
}

module "messaging" {
  source = "../ecs-service"

  environment        = var.environment
  service            = "messaging"
  image              = var.images.messaging
  collector_image    = var.images.collector
  cpu                = var.services.messaging.cpu
  memory             = var.services.messaging.memory
  tasks              = var.services.messaging.tasks
  vpc_id             = module.vpc.vpc_id
  subnet_ids         = module.vpc.private_subnet_ids
  cluster            = module.cluster
  calls              = { backend = module.backend.directory.call }
  task_policies      = { pictures = module.media.reader_policy, conversations = module.messaging_functions.service_policy }
  honeycomb_key_arn  = var.honeycomb ? local.honeycomb_key : null
  log_retention_days = var.log_retention_days
  kms_key_arn        = module.key.arn

  # Before the backend's, which would take these too.
  load_balancer = {
    listener_arn      = module.load_balancer.listener_arn
    arn_suffix        = module.load_balancer.arn_suffix
    security_group_id = module.load_balancer.security_group_id
    priority          = 100
    paths             = ["/api/message_groups*"]
  }
}
