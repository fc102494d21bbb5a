locals {
  logging = { for name in [var.service, "collector"] : name => {
    logDriver = "awslogs"
    options = {
      awslogs-group         = aws_cloudwatch_log_group.this.name
      awslogs-region        = local.region
      awslogs-stream-prefix = name
      # A log that can't be written must not hold up a request.
      mode            = "non-blocking"
      max-buffer-size = "8m"
    }
  } }

  program = merge({
    name                   = var.service
    image                  = var.image
    essential              = true
    user                   = "65532:65532"
    readonlyRootFilesystem = true
    stopTimeout            = local.stop_seconds
    linuxParameters        = { initProcessEnabled = true, capabilities = { drop = ["ALL"] } }
    portMappings = [for name, port in merge({ http = local.port }, var.directory_port == null ? {} : { directory = var.directory_port }) :
    { name = name, containerPort = port, hostPort = port, protocol = "tcp", appProtocol = "http" }]
    logConfiguration = local.logging[var.service]
    dependsOn        = [{ containerName = "collector", condition = "START" }]
    environment = [
      { name = "CRUDDUR_PARAMETERS_PATH", value = local.parameters_path },
    ]
  }, var.command == null ? {} : { command = var.command })

  collector = {
    name                   = "collector"
    image                  = var.collector_image
    essential              = false
    user                   = "65532:65532"
    readonlyRootFilesystem = true
    # It stops after the program, and passes on what that has sent.
    stopTimeout      = min(local.stop_seconds + 10, 120)
    memory           = 256
    linuxParameters  = { capabilities = { drop = ["ALL"] } }
    logConfiguration = local.logging["collector"]
    environment      = [{ name = "AOT_CONFIG_CONTENT", value = local.collector_config }]
    secrets          = var.honeycomb_key_arn == null ? [] : [{ name = "HONEYCOMB_KEY", valueFrom = var.honeycomb_key_arn }]
  }

  exporters = concat(["awsxray"], var.honeycomb_key_arn == null ? [] : ["otlphttp/honeycomb"])

  # What dashboards and alarms ask for (module observability). The metrics
  # themselves are listed in platform/telemetry/metrics.go.
  metrics = [
    { dimensions = [["service.name"]], metric_name_selectors = ["^cruddur\\.", "^db\\.client\\.operation\\.", "^go\\.(memory\\.used|goroutine\\.count)$", "^http\\.server\\.request\\.duration$", "^pgxpool\\.", "^river\\.work_"] },
    { dimensions = [["http.route", "service.name"]], metric_name_selectors = ["^http\\.server\\.request\\.duration$"] },
    { dimensions = [["service.name", "status"]], metric_name_selectors = ["^river\\.work_count$"] },
  ]

  # The collector reads YAML, of which JSON is a part.
  collector_config = jsonencode({
    receivers = { otlp = { protocols = { http = { endpoint = "127.0.0.1:4318" } } } }
    processors = {
      memory_limiter = { check_interval = "1s", limit_mib = 200 }
      batch          = { timeout = "5s" }
    }
    exporters = merge(
      {
        awsxray = { region = local.region }
        awsemf = {
          region = local.region, namespace = "Cruddur/${var.environment}", log_group_name = aws_cloudwatch_log_group.this.name, log_stream_name = "metrics"
          # CloudWatch charges by the combination of dimensions, so only these.
          dimension_rollup_option          = "NoDimensionRollup"
          resource_to_telemetry_conversion = { enabled = true }
          metric_declarations              = local.metrics
        }
      },
      var.honeycomb_key_arn == null ? {} : {
        "otlphttp/honeycomb" = { endpoint = "https://api.honeycomb.io", headers = { "x-honeycomb-team" = "$${env:HONEYCOMB_KEY}" } }
      },
    )
    service = { pipelines = {
      traces  = { receivers = ["otlp"], processors = ["memory_limiter", "batch"], exporters = local.exporters }
      metrics = { receivers = ["otlp"], processors = ["memory_limiter", "batch"], exporters = ["awsemf"] }
    } }
  })
}
