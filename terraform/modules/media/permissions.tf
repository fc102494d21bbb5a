# Who may do what with uploads and pictures: the functions here, and by the
# outputs the services. s3:ListBucket is what makes S3 answer 404, not 403, for
# what isn't there.

locals {
  uploads = aws_s3_bucket.this["uploads"].arn
  media   = aws_s3_bucket.this["media"].arn
  # Buckets and table are encrypted, and ask the key in the caller's name.
  via = [for service in ["dynamodb", "s3"] : "${service}.${local.region}.amazonaws.com"]
}

data "aws_iam_policy_document" "key" {
  statement {
    sid       = "UseTheKeyOfBucketsAndTables"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.kms_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = local.via
    }
  }
}

data "aws_iam_policy_document" "presign" {
  source_policy_documents = [data.aws_iam_policy_document.key.json]

  statement {
    sid       = "GrantAndCount"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
    resources = [module.grants.arn]
  }

  # The forms are signed with this.
  statement {
    sid       = "TakeUploads"
    actions   = ["s3:PutObject"]
    resources = ["${local.uploads}/incoming/*"]
  }

  statement {
    sid       = "ReadManifests"
    actions   = ["s3:GetObject"]
    resources = ["${local.media}/manifests/*"]
  }

  statement {
    sid       = "TellWhatIsMissing"
    actions   = ["s3:ListBucket"]
    resources = [local.media]
  }
}

data "aws_iam_policy_document" "resize" {
  source_policy_documents = [data.aws_iam_policy_document.key.json]

  statement {
    sid       = "WorkOffUploads"
    actions   = ["s3:DeleteObject", "s3:GetObject"]
    resources = ["${local.uploads}/incoming/*"]
  }

  statement {
    sid       = "WriteManifests"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${local.media}/manifests/*"]
  }

  statement {
    sid       = "WritePictures"
    actions   = ["s3:PutObject"]
    resources = ["${local.media}/media/*"]
  }

  statement {
    sid       = "TellWhatIsMissing"
    actions   = ["s3:ListBucket"]
    resources = [local.uploads, local.media]
  }
}

data "aws_iam_policy_document" "reader" {
  source_policy_documents = [data.aws_iam_policy_document.key.json]

  statement {
    sid       = "ReadManifests"
    actions   = ["s3:GetObject"]
    resources = ["${local.media}/manifests/*"]
  }

  statement {
    sid       = "TellWhatIsMissing"
    actions   = ["s3:ListBucket"]
    resources = [local.media]
  }
}

data "aws_iam_policy_document" "owner" {
  source_policy_documents = [data.aws_iam_policy_document.reader.json]

  statement {
    sid       = "DeleteWhatHasExpired"
    actions   = ["s3:DeleteObject"]
    resources = ["${local.media}/manifests/*", "${local.media}/media/*"]
  }
}
