variable "region" {
  description = "Where everything is, such as ca-central-1. Its zones a and b are used."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be a region of AWS, such as ca-central-1."
  }
}

variable "domain" {
  description = "The name at which people know the site, such as cruddur.example.com."
  type        = string
}

variable "zone" {
  description = "The hosted zone in Route 53 in which its records are made, such as example.com."
  type        = string
}

variable "images" {
  description = "The container images, by digest: those of the services, and the OpenTelemetry collector's. The deployment writes them."
  type = object({
    backend   = string
    messaging = string
    collector = string
  })
}

variable "packages" {
  description = "The functions' zip files in S3: presign, resize, stream, live and push. The deployment writes them."
  type = map(object({
    bucket = string
    key    = string
  }))
}

variable "emails" {
  description = "Who is told of alarms."
  type        = set(string)
}

variable "secrets" {
  description = "rollbar_token and log_user_key, if you use them: in TF_VAR_secrets, never in a file."
  type        = map(string)
  default     = {}
  ephemeral   = true
}

variable "secret_versions" {
  description = "Which of these there are, each with a number: raise it to write the secret anew."
  type        = map(number)
  default     = {}
}

variable "honeycomb" {
  description = "Whether traces go to Honeycomb too. Its key is set by the CLI, in /cruddur/<environment>/observability/honeycomb_key."
  type        = bool
  default     = false
}
