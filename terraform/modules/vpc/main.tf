# A network over two or three zones. Public subnets hold NAT gateways and
# nothing else; services are in private ones; databases in ones of their own,
# from which no way leads out.

locals {
  # Each sixteenth of the network is a subnet: public from 0, private from 4,
  # database from 8. The last quarter is free.
  subnets = { for index, zone in var.zones : zone => {
    public   = cidrsubnet(var.cidr, 4, index)
    private  = cidrsubnet(var.cidr, 4, 4 + index)
    database = cidrsubnet(var.cidr, 4, 8 + index)
  } }
  nat_zones = var.nat_gateways == "one" ? slice(var.zones, 0, 1) : var.zones
}

resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = var.name }
}

# Whatever is started without a security group of its own reaches nothing.
resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-default-unused" }
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id

  tags = { Name = var.name }
}

resource "aws_subnet" "public" {
  for_each = local.subnets

  vpc_id                  = aws_vpc.this.id
  availability_zone       = each.key
  cidr_block              = each.value.public
  map_public_ip_on_launch = false

  tags = { Name = "${var.name}-public-${each.key}" }
}

resource "aws_subnet" "private" {
  for_each = local.subnets

  vpc_id                  = aws_vpc.this.id
  availability_zone       = each.key
  cidr_block              = each.value.private
  map_public_ip_on_launch = false

  tags = { Name = "${var.name}-private-${each.key}" }
}

resource "aws_subnet" "database" {
  for_each = local.subnets

  vpc_id                  = aws_vpc.this.id
  availability_zone       = each.key
  cidr_block              = each.value.database
  map_public_ip_on_launch = false

  tags = { Name = "${var.name}-database-${each.key}" }
}
