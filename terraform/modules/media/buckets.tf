# Both are private and unversioned: what is deleted is gone.
resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV_AWS_18: CloudFront's log has who saw what; uploads leave traces in the function's log.
  #checkov:skip=CKV_AWS_21: What has expired must be gone; versions would keep it.
  #checkov:skip=CKV_AWS_144: The same; a copy in another region would be one more to forget.
  #checkov:skip=CKV2_AWS_62: The bucket of uploads tells resize; of the other nobody waits for news.
  for_each = local.buckets

  bucket = each.value
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each = aws_s3_bucket.this

  bucket                  = each.value.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.bucket

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.bucket

  rule {
    # One question to the key for many objects.
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.bucket

  rule {
    id     = "leftovers"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  # What nobody made a picture of is deleted; what is served, by the purge.
  dynamic "rule" {
    for_each = each.key == "uploads" ? ["uploads"] : []

    content {
      id     = "delete"
      status = "Enabled"

      filter {}

      expiration {
        days = 1
      }
    }
  }
}

# The form is posted by a script that watches the progress, so browsers ask
# first.
resource "aws_s3_bucket_cors_configuration" "uploads" {
  bucket = aws_s3_bucket.this["uploads"].bucket

  cors_rule {
    allowed_origins = var.site_origins
    allowed_methods = ["POST"]
    allowed_headers = ["*"]
    max_age_seconds = 3600
  }
}

resource "aws_s3_bucket_notification" "uploads" {
  bucket = aws_s3_bucket.this["uploads"].bucket

  lambda_function {
    id                  = "resize"
    lambda_function_arn = module.resize.arn
    events              = ["s3:ObjectCreated:*"]
    filter_prefix       = "incoming/"
  }

  depends_on = [aws_lambda_permission.uploads]
}

resource "aws_lambda_permission" "uploads" {
  statement_id   = "uploads"
  action         = "lambda:InvokeFunction"
  function_name  = module.resize.name
  principal      = "s3.amazonaws.com"
  source_arn     = aws_s3_bucket.this["uploads"].arn
  source_account = local.account
}

resource "aws_s3_bucket_policy" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.bucket
  policy = data.aws_iam_policy_document.bucket[each.key].json

  depends_on = [aws_s3_bucket_public_access_block.this]
}

data "aws_iam_policy_document" "bucket" {
  for_each = aws_s3_bucket.this

  statement {
    sid       = "EncryptedConnectionsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [each.value.arn, "${each.value.arn}/*"]

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

  # Not to list: what isn't there can't be told from what is forbidden.
  dynamic "statement" {
    for_each = each.key == "media" ? ["media"] : []

    content {
      sid       = "CloudFrontServesPictures"
      actions   = ["s3:GetObject"]
      resources = ["${each.value.arn}/media/*"]

      principals {
        type        = "Service"
        identifiers = ["cloudfront.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceArn"
        values   = [var.distribution_arn]
      }
    }
  }
}
