data "aws_region" "this" {}

locals {
  region = data.aws_region.this.region

  # What matters, in the order in which one looks.
  charts = [
    { title = "Requests by service", stat = "Sum", metrics = [for name, service in var.services : ["AWS/ApplicationELB", "RequestCount", "TargetGroup", service.target_group_arn_suffix, "LoadBalancer", var.load_balancer_arn_suffix, { label = name }]] },
    { title = "Failed requests", stat = "Sum", metrics = [for name, service in var.services : ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "TargetGroup", service.target_group_arn_suffix, "LoadBalancer", var.load_balancer_arn_suffix, { label = name }]] },
    { title = "Seconds for 99 of 100 requests", stat = "p99", metrics = [for name, service in var.services : ["AWS/ApplicationELB", "TargetResponseTime", "TargetGroup", service.target_group_arn_suffix, "LoadBalancer", var.load_balancer_arn_suffix, { label = name }]] },
    { title = "Seconds by route", stat = "Average", metrics = [[{ expression = "SEARCH('{${local.own},\"http.route\",\"service.name\"} MetricName=\"http.server.request.duration\"', 'Average', 300)" }]] },
    { title = "Requests by route", stat = "SampleCount", metrics = [[{ expression = "SEARCH('{${local.own},\"http.route\",\"service.name\"} MetricName=\"http.server.request.duration\"', 'SampleCount', 300)" }]] },
    { title = "Seconds by which the purge is late", stat = "Maximum", metrics = [[local.own, "cruddur.purge.lag", "service.name", "backend"]] },
    { title = "What the purge has deleted", stat = "Sum", metrics = [[local.own, "cruddur.purge.deleted", "service.name", "backend"]] },
    { title = "Background work", stat = "Sum", metrics = [for status in ["ok", "error", "panic"] : [local.own, "river.work_count", "service.name", "backend", "status", status]] },
    { title = "Seconds that statements take", stat = "Average", metrics = [[local.own, "db.client.operation.duration", "service.name", "backend"]] },
    { title = "Connections to the database", stat = "Maximum", metrics = [for metric in ["pgxpool.acquired_connections", "pgxpool.total_connections", "pgxpool.max_connections"] : [local.own, metric, "service.name", "backend"]] },
    { title = "Database: processor", stat = "Average", metrics = [["AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", var.database_identifier]] },
    { title = "Database: free storage", stat = "Minimum", metrics = [["AWS/RDS", "FreeStorageSpace", "DBInstanceIdentifier", var.database_identifier]] },
    { title = "Milliseconds that messages wait for inboxes", stat = "Maximum", metrics = [["AWS/Lambda", "IteratorAge", "FunctionName", "${local.name}-stream"]] },
    { title = "Windows that connect", stat = "Sum", metrics = [["AWS/ApiGateway", "ConnectCount", "ApiId", var.live_api_id, "Stage", "live"]] },
    { title = "Milliseconds for a picture", stat = "p99", metrics = [["AWS/Lambda", "Duration", "FunctionName", "${local.name}-resize"]] },
    { title = "Functions that fail", stat = "Sum", metrics = [for function in ["presign", "resize", "stream", "live", "push"] : ["AWS/Lambda", "Errors", "FunctionName", "${local.name}-${function}"]] },
    { title = "Memory of the services, percent", stat = "Maximum", metrics = [for name, service in var.services : ["AWS/ECS", "MemoryUtilization", "ClusterName", service.cluster_name, "ServiceName", service.service_name, { label = name }]] },
    { title = "Processor of the services, percent", stat = "Average", metrics = [for name, service in var.services : ["AWS/ECS", "CPUUtilization", "ClusterName", service.cluster_name, "ServiceName", service.service_name, { label = name }]] },
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = local.name

  dashboard_body = jsonencode({ widgets = concat(
    [for index, chart in local.charts : {
      type       = "metric"
      x          = 8 * (index % 3)
      y          = 6 * floor(index / 3)
      width      = 8
      height     = 6
      properties = { title = chart.title, region = local.region, stat = chart.stat, period = 300, view = "timeSeries", metrics = chart.metrics }
    }],
    [{
      type       = "alarm"
      x          = 0
      y          = 6 * ceil(length(local.charts) / 3)
      width      = 24
      height     = 4
      properties = { title = "Alarms", alarms = concat([for alarm in aws_cloudwatch_metric_alarm.this : alarm.arn], [for alarm in aws_cloudwatch_metric_alarm.errors : alarm.arn]) }
    }],
  ) })
}
