# Repositories of images. A tag, once given, stays what it was; images are
# looked through for known holes when they arrive and whenever new ones are
# found.

resource "aws_ecr_repository" "this" {
  for_each = var.names

  name                 = "cruddur/${each.key}"
  image_tag_mutability = "IMMUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = var.kms_key_arn
  }
}

resource "aws_ecr_lifecycle_policy" "this" {
  for_each = aws_ecr_repository.this

  repository = each.value.name
  policy = jsonencode({ rules = [
    {
      rulePriority = 1
      description  = "What lost its tag is deleted after a day"
      selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 1 }
      action       = { type = "expire" }
    },
    {
      rulePriority = 2
      description  = "The newest are kept"
      selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = var.keep_images }
      action       = { type = "expire" }
    },
  ] })
}
