mock_provider "aws" {
  source = "../../mocks"
}

variables {
  environment = "test"
  production  = true
  domain      = "cruddur.example.com"
  zone        = "example.com"
  zones       = ["ca-central-1a", "ca-central-1b"]
  emails      = ["operators@example.com"]
  database    = { instance_class = "db.t4g.medium", storage_gb = { initial = 50, most = 500 }, multi_az = true }

  services = {
    backend   = { cpu = 512, memory = 1024, tasks = { min = 2, max = 4 } }
    messaging = { cpu = 256, memory = 512, tasks = { min = 2, max = 4 } }
  }

  images = {
    backend   = "123456789012.dkr.ecr.ca-central-1.amazonaws.com/cruddur/backend@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    messaging = "123456789012.dkr.ecr.ca-central-1.amazonaws.com/cruddur/messaging@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    collector = "public.ecr.aws/aws-observability/aws-otel-collector@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  }

  packages = {
    presign = { bucket = "packages", key = "presign/0000000000000000000000000000000000000000000000000000000000000000.zip" }
    resize  = { bucket = "packages", key = "resize/0000000000000000000000000000000000000000000000000000000000000000.zip" }
    stream  = { bucket = "packages", key = "stream/0000000000000000000000000000000000000000000000000000000000000000.zip" }
    live    = { bucket = "packages", key = "live/0000000000000000000000000000000000000000000000000000000000000000.zip" }
    push    = { bucket = "packages", key = "push/0000000000000000000000000000000000000000000000000000000000000000.zip" }
  }
}

run "production_is_known_by_its_name" {
  command = plan

  assert {
    condition     = output.site_url == "https://cruddur.example.com"
    error_message = "the site is at its domain"
  }

  assert {
    condition     = output.dashboard == "cruddur-test" && output.services.names == ["backend", "messaging"]
    error_message = "everything carries the environment's name"
  }
}

run "staging_may_do_without_a_domain" {
  command = plan

  variables {
    production = false
    domain     = null
    zone       = null
  }

  assert {
    condition     = length(module.dns) == 0
    error_message = "no record is made"
  }
}
