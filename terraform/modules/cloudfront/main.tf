# The one origin that browsers know. The table of behaviours is the local
# edge's (dev/internal/edge/behaviours.go); a test holds one against the other.

data "aws_caller_identity" "this" {}
data "aws_region" "this" {}

locals {
  read = ["GET", "HEAD"]
  all  = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
  open = length(var.public_keys) > 0

  # Policies that CloudFront keeps for everybody: Managed-CachingDisabled;
  # Managed-AllViewer, because the load balancer is asked in the name that the
  # viewer used; and Managed-AllViewerExceptHostHeader, because API Gateway knows
  # its own name only.
  not_cached  = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
  as_it_comes = "216adef6-5c7f-47e4-b989-5492eafa07d3"
  but_host    = "b689b0a8-53d0-40ab-baf2-68738e2966ac"

  # Names of the origins.
  backend = "backend"
  uploads = "uploads"
  live    = "live"
  media   = "media"
  site    = "site"

  # The API, uploads and sockets are kept by no cache.
  passed_on = {
    "/api/*"    = { origin = local.backend, methods = local.all, request = local.as_it_comes }
    "/live"     = { origin = local.live, methods = local.read, request = local.but_host }
    "/uploads*" = { origin = local.uploads, methods = local.all, request = local.but_host }
  }
  kept = {
    "/assets/*"       = { origin = local.site, cache = aws_cloudfront_cache_policy.site.id, headers = aws_cloudfront_response_headers_policy.site.id }
    "/config.json"    = { origin = local.site, cache = aws_cloudfront_cache_policy.site.id, headers = aws_cloudfront_response_headers_policy.site.id }
    "/media/public/*" = { origin = local.media, cache = aws_cloudfront_cache_policy.site.id, headers = aws_cloudfront_response_headers_policy.api.id }
  }
}

# As long as the object says, and no longer.
resource "aws_cloudfront_cache_policy" "site" {
  name        = "${var.name}-site"
  comment     = "What the object says"
  min_ttl     = 0
  default_ttl = 0
  max_ttl     = 31536000

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = true
    enable_accept_encoding_gzip   = true

    cookies_config {
      cookie_behavior = "none"
    }

    headers_config {
      header_behavior = "none"
    }

    query_strings_config {
      query_string_behavior = "none"
    }
  }
}

# What is deleted is gone from every edge within five minutes.
resource "aws_cloudfront_cache_policy" "photos" {
  name        = "${var.name}-photos"
  comment     = "Five minutes at most"
  min_ttl     = 0
  default_ttl = 0
  max_ttl     = 300

  parameters_in_cache_key_and_forwarded_to_origin {
    cookies_config {
      cookie_behavior = "none"
    }

    headers_config {
      header_behavior = "none"
    }

    query_strings_config {
      query_string_behavior = "none"
    }
  }
}

resource "aws_cloudfront_distribution" "this" {
  #checkov:skip=CKV_AWS_86: Logs are delivered the newer way: logs.tf.
  #checkov:skip=CKV_AWS_310: There is one load balancer to fail over to, and it is in several zones itself.
  #checkov:skip=CKV_AWS_374: The product is for the whole world.
  #checkov:skip=CKV_AWS_174: Without a domain CloudFront's own certificate decides, which production refuses; with one it is TLS 1.2 or newer.
  #checkov:skip=CKV2_AWS_42: The same.
  #checkov:skip=CKV2_AWS_32: Every behaviour has a policy of headers; checkov sees those only that are written out.
  #checkov:skip=CKV2_AWS_47: The firewall has the group for known bad inputs; checkov does not follow rules that are made of a list.
  enabled             = true
  comment             = var.name
  aliases             = var.domain == null ? [] : [var.domain]
  default_root_object = "index.html"
  http_version        = "http2and3"
  is_ipv6_enabled     = true
  price_class         = var.price_class
  web_acl_id          = aws_wafv2_web_acl.this.arn

  origin {
    origin_id   = local.backend
    domain_name = var.domain == null ? var.load_balancer.dns_name : "origin.${var.domain}"

    vpc_origin_config {
      vpc_origin_id = aws_cloudfront_vpc_origin.backend.id
      # Shorter than the load balancer's own, so that it isn't the one to hang up.
      origin_keepalive_timeout = 50
      origin_read_timeout      = 30
    }
  }

  dynamic "origin" {
    for_each = { (local.uploads) = var.uploads_endpoint, (local.live) = var.live_endpoint }

    content {
      origin_id   = origin.key
      domain_name = replace(origin.value, "/^(https|wss):///", "")

      custom_origin_config {
        http_port              = 80
        https_port             = 443
        origin_protocol_policy = "https-only"
        origin_ssl_protocols   = ["TLSv1.2"]
      }
    }
  }

  dynamic "origin" {
    for_each = { (local.media) = var.media_bucket_domain_name, (local.site) = aws_s3_bucket.site.bucket_regional_domain_name }

    content {
      origin_id                = origin.key
      domain_name              = origin.value
      origin_access_control_id = aws_cloudfront_origin_access_control.this.id
    }
  }

  # Photos: whoever has a signature that still counts. Without a key that could
  # sign they are closed, not open.
  ordered_cache_behavior {
    path_pattern               = "/media/photos/*"
    target_origin_id           = local.media
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = local.read
    cached_methods             = local.read
    compress                   = false
    cache_policy_id            = aws_cloudfront_cache_policy.photos.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.api.id
    trusted_key_groups         = local.open ? [aws_cloudfront_key_group.photos[0].id] : []

    function_association {
      event_type   = local.open ? "viewer-response" : "viewer-request"
      function_arn = aws_cloudfront_function.this[local.open ? "photos" : "closed"].arn
    }
  }

  dynamic "ordered_cache_behavior" {
    for_each = local.passed_on

    content {
      path_pattern               = ordered_cache_behavior.key
      target_origin_id           = ordered_cache_behavior.value.origin
      viewer_protocol_policy     = ordered_cache_behavior.key == "/live" ? "https-only" : "redirect-to-https"
      allowed_methods            = ordered_cache_behavior.value.methods
      cached_methods             = local.read
      compress                   = false
      cache_policy_id            = local.not_cached
      origin_request_policy_id   = ordered_cache_behavior.value.request
      response_headers_policy_id = aws_cloudfront_response_headers_policy.api.id
    }
  }

  dynamic "ordered_cache_behavior" {
    for_each = local.kept

    content {
      path_pattern               = ordered_cache_behavior.key
      target_origin_id           = ordered_cache_behavior.value.origin
      viewer_protocol_policy     = "redirect-to-https"
      allowed_methods            = local.read
      cached_methods             = local.read
      compress                   = true
      cache_policy_id            = ordered_cache_behavior.value.cache
      response_headers_policy_id = ordered_cache_behavior.value.headers
    }
  }

  # Pages. The function turns their addresses into index.html here, and nowhere
  # else: an address of the API that isn't there stays a 404.
  default_cache_behavior {
    target_origin_id           = local.site
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = local.read
    cached_methods             = local.read
    compress                   = true
    cache_policy_id            = aws_cloudfront_cache_policy.site.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.site.id

    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.this["site"].arn
    }
  }

  # CloudFront keeps errors for ten seconds, even those of what it keeps not.
  dynamic "custom_error_response" {
    for_each = toset([400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504])

    content {
      error_code            = custom_error_response.value
      error_caching_min_ttl = 0
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = var.domain == null
    acm_certificate_arn            = var.certificate_arn
    ssl_support_method             = var.domain == null ? null : "sni-only"
    minimum_protocol_version       = var.domain == null ? null : "TLSv1.2_2021"
  }
}
