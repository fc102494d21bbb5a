output "bucket" {
  description = "The bucket's name."
  value       = aws_s3_bucket.this.bucket

  # Load balancers try to write as soon as they are told the name.
  depends_on = [aws_s3_bucket_policy.this]
}

output "arn" {
  description = "The bucket's ARN."
  value       = aws_s3_bucket.this.arn
}
