output "arn" {
  description = "The distribution's ARN."
  value       = aws_cloudfront_distribution.this.arn
}

output "id" {
  description = "The distribution, for invalidations."
  value       = aws_cloudfront_distribution.this.id
}

output "domain_name" {
  description = "The name that CloudFront gives it."
  value       = aws_cloudfront_distribution.this.domain_name
}

output "hosted_zone_id" {
  description = "The zone of that name, for aliases."
  value       = aws_cloudfront_distribution.this.hosted_zone_id
}

output "site_url" {
  description = "The address at which people know the site."
  value       = "https://${coalesce(var.domain, aws_cloudfront_distribution.this.domain_name)}"
}

output "site_bucket" {
  description = "Where the deployment puts the built site; config.json in it is Terraform's."
  value       = aws_s3_bucket.site.bucket
}

output "key_ids" {
  description = "CloudFront's ids of the keys that open photos, by their names, as the setting media_key_ids wants them. null without a key."
  value       = local.open ? jsonencode({ for name, key in aws_cloudfront_public_key.photos : name => key.id }) : null
}

output "web_acl_name" {
  description = "The firewall, as CloudWatch's metrics name it."
  value       = aws_wafv2_web_acl.this.name
}
