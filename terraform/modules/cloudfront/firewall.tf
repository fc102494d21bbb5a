# Requests are looked at before anything else is.

locals {
  # What people write and look for may be HTML, or a piece of an attack that
  # they tell each other of. On the API these rules count, and don't block.
  texts = {
    AWSManagedRulesCommonRuleSet = [
      "CrossSiteScripting_BODY", "EC2MetaDataSSRF_BODY", "GenericLFI_BODY", "GenericRFI_BODY", "SizeRestrictions_BODY",
      "CrossSiteScripting_QUERYARGUMENTS", "GenericRFI_QUERYARGUMENTS",
    ]
    AWSManagedRulesKnownBadInputsRuleSet = ["JavaDeserializationRCE_BODY", "Log4JRCE_BODY", "Log4JRCE_QUERYSTRING"]
  }

  groups = concat(
    [{ name = "AWSManagedRulesAmazonIpReputationList", api = null, counted = [] }],
    flatten([for name, rules in local.texts : [
      { name = name, api = true, counted = rules },
      { name = name, api = false, counted = [] },
    ]]),
  )
}

resource "aws_wafv2_web_acl" "this" {
  #checkov:skip=CKV_AWS_192: The group for known bad inputs, which has Log4j, is there; checkov does not follow rules that are made of a list.
  #checkov:skip=CKV2_AWS_31: What was blocked shows in metrics and samples; a log would hold everybody's tokens.
  region = "us-east-1"

  name        = var.name
  description = "In front of ${var.name}"
  scope       = "CLOUDFRONT"

  default_action {
    allow {}
  }

  rule {
    name     = "too-many"
    priority = 0

    action {
      block {
        custom_response {
          response_code = 429

          response_header {
            name  = "Retry-After"
            value = "300"
          }
        }
      }
    }

    statement {
      rate_based_statement {
        limit                 = var.requests_per_address
        aggregate_key_type    = "IP"
        evaluation_window_sec = 300
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "too-many"
      sampled_requests_enabled   = true
    }
  }

  dynamic "rule" {
    for_each = { for index, group in local.groups : index + 1 => group }

    content {
      name     = "${rule.value.name}${rule.value.api == null ? "" : rule.value.api ? "-api" : "-rest"}"
      priority = rule.key

      override_action {
        none {}
      }

      statement {
        managed_rule_group_statement {
          vendor_name = "AWS"
          name        = rule.value.name

          dynamic "rule_action_override" {
            for_each = rule.value.counted

            content {
              name = rule_action_override.value

              action_to_use {
                count {}
              }
            }
          }

          dynamic "scope_down_statement" {
            for_each = rule.value.api == true ? ["api"] : []

            content {
              byte_match_statement {
                search_string         = "/api/"
                positional_constraint = "STARTS_WITH"

                field_to_match {
                  uri_path {}
                }

                text_transformation {
                  priority = 0
                  type     = "NONE"
                }
              }
            }
          }

          dynamic "scope_down_statement" {
            for_each = rule.value.api == false ? ["rest"] : []

            content {
              not_statement {
                statement {
                  byte_match_statement {
                    search_string         = "/api/"
                    positional_constraint = "STARTS_WITH"

                    field_to_match {
                      uri_path {}
                    }

                    text_transformation {
                      priority = 0
                      type     = "NONE"
                    }
                  }
                }
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "${rule.value.name}${rule.value.api == null ? "" : rule.value.api ? "-api" : "-rest"}"
        sampled_requests_enabled   = true
      }
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = var.name
    sampled_requests_enabled   = true
  }
}
