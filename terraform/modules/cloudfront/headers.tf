# What browsers are told with every answer, as the local edge tells them
# (dev/internal/edge/headers.go).

locals {
  # Popovers are placed with style attributes.
  site_policy = join("; ", [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    join(" ", concat(["connect-src", "'self'"], var.domain == null ? [] : ["wss://${var.domain}"], var.connect_sources)),
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ])
  api_policy = "default-src 'none'; frame-ancestors 'none'"

  # What the site never asks for.
  permissions = join(", ", [for feature in [
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope",
    "magnetometer", "microphone", "midi", "payment", "usb",
  ] : "${feature}=()"])
}

resource "aws_cloudfront_response_headers_policy" "site" {
  #checkov:skip=CKV_AWS_259: It does, for two years; checkov asks for preload too, which binds the whole domain of others.
  name    = "${var.name}-site"
  comment = "Headers of pages"

  security_headers_config {
    content_security_policy {
      content_security_policy = local.site_policy
      override                = true
    }

    content_type_options {
      override = true
    }

    referrer_policy {
      referrer_policy = "strict-origin-when-cross-origin"
      override        = true
    }

    strict_transport_security {
      access_control_max_age_sec = 63072000
      include_subdomains         = true
      override                   = true
    }
  }

  custom_headers_config {
    dynamic "items" {
      for_each = {
        "Cross-Origin-Opener-Policy"   = "same-origin"
        "Cross-Origin-Resource-Policy" = "same-origin"
        "Permissions-Policy"           = local.permissions
      }

      content {
        header   = items.key
        value    = items.value
        override = true
      }
    }
  }
}

resource "aws_cloudfront_response_headers_policy" "api" {
  #checkov:skip=CKV_AWS_259: The same.
  name    = "${var.name}-api"
  comment = "Headers of what is no page"

  security_headers_config {
    content_security_policy {
      content_security_policy = local.api_policy
      override                = true
    }

    content_type_options {
      override = true
    }

    referrer_policy {
      referrer_policy = "strict-origin-when-cross-origin"
      override        = true
    }

    strict_transport_security {
      access_control_max_age_sec = 63072000
      include_subdomains         = true
      override                   = true
    }
  }

  custom_headers_config {
    items {
      header   = "Cross-Origin-Resource-Policy"
      value    = "same-origin"
      override = true
    }
  }
}
