output "user_pool_id" {
  description = "The pool."
  value       = aws_cognito_user_pool.this.id
}

output "user_pool_arn" {
  description = "The pool's ARN."
  value       = aws_cognito_user_pool.this.arn
}

output "client_id" {
  description = "The site's client."
  value       = aws_cognito_user_pool_client.site.id
}

output "settings" {
  description = "What the services must be told to verify tokens: give them to the module ssm."
  value = {
    token_issuer    = "https://cognito-idp.${data.aws_region.this.region}.amazonaws.com/${aws_cognito_user_pool.this.id}"
    token_jwks_url  = "https://cognito-idp.${data.aws_region.this.region}.amazonaws.com/${aws_cognito_user_pool.this.id}/.well-known/jwks.json"
    token_client_id = aws_cognito_user_pool_client.site.id
  }
}
