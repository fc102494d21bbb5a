# The built site. The deployment writes it, all but config.json.
resource "aws_s3_bucket" "site" {
  #checkov:skip=CKV_AWS_18: CloudFront's log has who saw what.
  #checkov:skip=CKV_AWS_21: What was built can be built again, from the same commit.
  #checkov:skip=CKV_AWS_144: The same.
  #checkov:skip=CKV2_AWS_61: The deployment deletes what the site needs no more.
  #checkov:skip=CKV2_AWS_62: Nobody waits for news of it.
  # Names of buckets are shared with the whole world, so the account is in it.
  bucket = "${var.name}-site-${data.aws_caller_identity.this.account_id}-${data.aws_region.this.region}"
}

resource "aws_s3_bucket_public_access_block" "site" {
  bucket                  = aws_s3_bucket.site.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "site" {
  bucket = aws_s3_bucket.site.bucket

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "site" {
  bucket = aws_s3_bucket.site.bucket

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.bucket
  policy = data.aws_iam_policy_document.site.json

  depends_on = [aws_s3_bucket_public_access_block.site]
}

data "aws_iam_policy_document" "site" {
  statement {
    sid       = "EncryptedConnectionsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.site.arn, "${aws_s3_bucket.site.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  statement {
    sid       = "CloudFrontServesTheSite"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.site.arn}/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [aws_cloudfront_distribution.this.arn]
    }
  }

  # Only who may list is told that something isn't there: a page that is no
  # more is a 404.
  statement {
    sid       = "CloudFrontTellsWhatIsMissing"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.site.arn]

    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [aws_cloudfront_distribution.this.arn]
    }
  }
}

# What the site must know of its environment.
resource "aws_s3_object" "config" {
  #checkov:skip=CKV_AWS_186: The bucket's own encryption is by our key.
  bucket        = aws_s3_bucket.site.bucket
  key           = "config.json"
  content       = jsonencode(var.site_config)
  content_type  = "application/json"
  cache_control = "no-cache"
}
