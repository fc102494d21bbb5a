# The ruleset that tflint carries; the one for AWS would have to be downloaded.
plugin "terraform" {
  enabled = true
  preset  = "all"
}

# Several short files named for what is in them read better than one main.tf
# with everything; main.tf, variables.tf, outputs.tf and versions.tf are there.
rule "terraform_standard_module_structure" {
  enabled = false
}
