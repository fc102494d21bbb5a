output "media_bucket" {
  description = "The bucket of pictures and manifests."
  value       = aws_s3_bucket.this["media"].bucket
}

output "media_bucket_domain_name" {
  description = "Its name for CloudFront."
  value       = aws_s3_bucket.this["media"].bucket_regional_domain_name
}

output "uploads_bucket_origin" {
  description = "Where browsers post files to: the site's policy must let them."
  value       = "https://${aws_s3_bucket.this["uploads"].bucket_regional_domain_name}"
}

output "api_endpoint" {
  description = "The API that grants leave to upload, for CloudFront."
  value       = aws_apigatewayv2_api.uploads.api_endpoint
}

output "api_id" {
  description = "The same API, as CloudWatch's metrics name it."
  value       = aws_apigatewayv2_api.uploads.id
}

output "reader_policy" {
  description = "What it takes to check manifests, as a policy in JSON: messaging needs it."
  value       = data.aws_iam_policy_document.reader.json
}

output "owner_policy" {
  description = "The same, and to delete what has expired: backend needs it."
  value       = data.aws_iam_policy_document.owner.json
}

output "settings" {
  description = "The functions' settings: give them to the module ssm, for the service media."
  value = {
    uploads_bucket  = aws_s3_bucket.this["uploads"].bucket
    media_bucket    = aws_s3_bucket.this["media"].bucket
    uploads_table   = module.grants.name
    token_issuer    = var.token_issuer
    token_client_id = var.token_client_id
  }
}
