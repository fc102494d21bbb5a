# The load balancer is in the network, and CloudFront reaches into it.
resource "aws_cloudfront_vpc_origin" "backend" {
  vpc_origin_endpoint_config {
    name                   = var.name
    arn                    = var.load_balancer.arn
    http_port              = 80
    https_port             = 443
    origin_protocol_policy = var.load_balancer.origin_protocol

    origin_ssl_protocols {
      items    = ["TLSv1.2"]
      quantity = 1
    }
  }
}

# Buckets answer to this distribution alone.
resource "aws_cloudfront_origin_access_control" "this" {
  name                              = var.name
  description                       = "Buckets of ${var.name}"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

# The keys whose signatures open photos, by their names.
resource "aws_cloudfront_public_key" "photos" {
  for_each = var.public_keys

  name        = "${var.name}-${each.key}"
  comment     = "Opens photos"
  encoded_key = each.value

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudfront_key_group" "photos" {
  count = local.open ? 1 : 0

  name    = "${var.name}-photos"
  comment = "Opens photos"
  items   = [for key in aws_cloudfront_public_key.photos : key.id]
}

resource "aws_cloudfront_function" "this" {
  for_each = {
    site   = "Pages are index.html, or a document for crawlers"
    photos = "Browsers keep a photo no longer than its crud lives"
    closed = "No key, no photos"
  }

  name    = "${var.name}-${each.key}"
  comment = each.value
  runtime = "cloudfront-js-2.0"
  publish = true
  code    = file("${path.module}/functions/${each.key}.js")
}
