locals {
  backend = { "service.name" = "backend" }

  # A page of docs/runbook.md tells of each: what it means, how to see, what to
  # do. The names of our own metrics are platform/telemetry/metrics.go's.
  alarms = merge(
    {
      purge-late = {
        says      = "What has expired is not deleted within a minute.", page = "purge-late"
        namespace = local.own, metric = "cruddur.purge.lag", dimensions = local.backend, statistic = "Maximum"
        above     = true, threshold = 60, period = 60, periods = 5, missing = "notBreaching"
      }
      purge-silent = {
        says      = "Nothing is heard of the purge.", page = "purge-silent"
        namespace = local.own, metric = "cruddur.purge.lag", dimensions = local.backend, statistic = "SampleCount"
        above     = false, threshold = 1, period = 300, periods = 3, missing = "breaching"
      }
      jobs-fail = {
        says      = "Background work fails.", page = "jobs-fail"
        namespace = local.own, metric = "river.work_count", dimensions = merge(local.backend, { status = "error" }), statistic = "Sum"
        above     = true, threshold = 10, period = 300, periods = 3, missing = "notBreaching"
      }
      statements-fail = {
        says      = "Statements fail in the database.", page = "statements-fail"
        namespace = local.own, metric = "db.client.operation.errors", dimensions = local.backend, statistic = "Sum"
        above     = true, threshold = 50, period = 300, periods = 2, missing = "notBreaching"
      }
      database-pool = {
        says      = "Requests give up waiting for a connection to the database.", page = "database-pool"
        namespace = local.own, metric = "pgxpool.canceled_acquires", dimensions = local.backend, statistic = "Sum"
        above     = true, threshold = 0, period = 300, periods = 2, missing = "notBreaching"
      }
      database-cpu = {
        says      = "The database is busy.", page = "database-cpu"
        namespace = "AWS/RDS", metric = "CPUUtilization", dimensions = { DBInstanceIdentifier = var.database_identifier }, statistic = "Average"
        above     = true, threshold = 80, period = 300, periods = 3, missing = "breaching"
      }
      database-storage = {
        says      = "The database's storage runs out.", page = "database-storage"
        namespace = "AWS/RDS", metric = "FreeStorageSpace", dimensions = { DBInstanceIdentifier = var.database_identifier }, statistic = "Minimum"
        above     = false, threshold = 5368709120, period = 300, periods = 1, missing = "breaching"
      }
      database-memory = {
        says      = "The database's memory runs out.", page = "database-memory"
        namespace = "AWS/RDS", metric = "FreeableMemory", dimensions = { DBInstanceIdentifier = var.database_identifier }, statistic = "Minimum"
        above     = false, threshold = 134217728, period = 300, periods = 3, missing = "breaching"
      }
      uploads-errors = {
        says      = "Nobody gets leave to upload.", page = "uploads-errors"
        namespace = "AWS/ApiGateway", metric = "5xx", dimensions = { ApiId = var.uploads_api_id }, statistic = "Sum"
        above     = true, threshold = 5, period = 300, periods = 2, missing = "notBreaching"
      }
      live-errors = {
        says      = "Sockets of open windows fail.", page = "live-errors"
        namespace = "AWS/ApiGateway", metric = "IntegrationError", dimensions = { ApiId = var.live_api_id, Stage = "live" }, statistic = "Sum"
        above     = true, threshold = 5, period = 300, periods = 2, missing = "notBreaching"
      }
    },
    { for name, service in var.services : "${name}-down" => {
      says       = "No task of ${name} is well.", page = "service-down"
      namespace  = "AWS/ApplicationELB", metric = "HealthyHostCount", statistic = "Minimum"
      dimensions = { TargetGroup = service.target_group_arn_suffix, LoadBalancer = var.load_balancer_arn_suffix }
      above      = false, threshold = 1, period = 60, periods = 2, missing = "breaching"
    } },
    { for name, service in var.services : "${name}-slow" => {
      says       = "${name} takes more than a second for one request of a hundred.", page = "service-slow"
      namespace  = "AWS/ApplicationELB", metric = "TargetResponseTime", statistic = "p99"
      dimensions = { TargetGroup = service.target_group_arn_suffix, LoadBalancer = var.load_balancer_arn_suffix }
      above      = true, threshold = 1, period = 300, periods = 3, missing = "notBreaching"
    } },
    { for name, service in var.services : "${name}-memory" => {
      says       = "The memory of ${name} runs out.", page = "service-memory"
      namespace  = "AWS/ECS", metric = "MemoryUtilization", statistic = "Maximum"
      dimensions = { ClusterName = service.cluster_name, ServiceName = service.service_name }
      above      = true, threshold = 85, period = 300, periods = 2, missing = "notBreaching"
    } },
    { for name in keys(var.services) : "${name}-log-dropped" => {
      says      = "Lines of ${name}'s log are lost.", page = "log-dropped"
      namespace = local.own, metric = "cruddur.log.dropped", dimensions = { "service.name" = name }, statistic = "Sum"
      above     = true, threshold = 0, period = 300, periods = 1, missing = "notBreaching"
    } },
  )
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${local.name}-${each.key}"
  alarm_description   = "${each.value.says} docs/runbook.md#${each.value.page}"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  period              = each.value.period
  evaluation_periods  = each.value.periods
  threshold           = each.value.threshold
  comparison_operator = each.value.above ? "GreaterThanThreshold" : "LessThanThreshold"
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

# One error among three requests at night is nobody's reason to get up.
resource "aws_cloudwatch_metric_alarm" "errors" {
  for_each = var.services

  alarm_name          = "${local.name}-${each.key}-errors"
  alarm_description   = "${each.key} fails one request of a hundred. docs/runbook.md#service-errors"
  evaluation_periods  = 3
  threshold           = 1
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "percent"
    label       = "Failed requests in a hundred"
    expression  = "IF(requests > 100, 100 * FILL(failed, 0) / requests, 0)"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { failed = "HTTPCode_Target_5XX_Count", requests = "RequestCount" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/ApplicationELB"
        metric_name = metric_query.value
        dimensions  = { TargetGroup = each.value.target_group_arn_suffix, LoadBalancer = var.load_balancer_arn_suffix }
        stat        = "Sum"
        period      = 300
      }
    }
  }
}
