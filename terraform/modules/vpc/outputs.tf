output "vpc_id" {
  description = "The network."
  value       = aws_vpc.this.id
}

output "public_subnet_ids" {
  description = "Subnets of the NAT gateways, one a zone."
  value       = [for zone in var.zones : aws_subnet.public[zone].id]
}

output "private_subnet_ids" {
  description = "Subnets for services and the load balancer, one a zone."
  value       = [for zone in var.zones : aws_subnet.private[zone].id]
}

output "database_subnet_ids" {
  description = "Subnets for databases, one a zone."
  value       = [for zone in var.zones : aws_subnet.database[zone].id]
}

output "nat_public_ips" {
  description = "The addresses from which the services are seen outside."
  value       = [for zone in local.nat_zones : aws_eip.nat[zone].public_ip]
}
