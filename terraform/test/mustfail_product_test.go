package test

import (
	"maps"
	"strings"
)

const (
	viewerCertificate = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
	badTopic          = "alarm_topic_arn must be the ARN of a topic"
	distribution      = "arn:aws:cloudfront::123456789012:distribution/E1"
)

// zip is a package as functions take it.
func zip(function string) values {
	return values{"bucket": "packages", "key": function + "/0000000000000000000000000000000000000000000000000000000000000000.zip"}
}

// wrongParts are refused by every module that makes a part of the product
// with functions in it.
func wrongParts(more map[string]refusal) map[string]refusal {
	cases := map[string]refusal{
		"environment":   {values{"environment": "x"}, "environment must be 3 to 16"},
		"tells nobody":  {values{"alarm_topic_arn": ""}, badTopic},
		"odd retention": {values{"log_retention_days": 2}, "log_retention_days must be one of"},
		"an alias":      {values{"kms_key_arn": "alias/key"}, badKey},
	}
	maps.Copy(cases, more)
	return cases
}

func mustFailWhole() map[string]refusals {
	size := func(least int) values {
		one := values{"cpu": 256, "memory": 512, "tasks": values{"min": least, "max": 4}}
		return values{"backend": one, "messaging": one}
	}
	packages := values{}
	for _, function := range []string{"presign", "resize", "stream", "live", "push"} {
		packages[function] = zip(function)
	}
	fewer := maps.Clone(packages)
	delete(fewer, "push")
	database := func(change values) values {
		out := values{"instance_class": "db.t4g.medium", "storage_gb": values{"initial": 50, "most": 500}, "multi_az": true}
		maps.Copy(out, change)
		return out
	}
	return map[string]refusals{
		"cruddur": {values{
			"environment": "test", "production": true, "domain": "cruddur.example.com", "zone": "example.com", "zones": []string{"ca-central-1a", "ca-central-1b"},
			"emails": []string{"operators@example.com"}, "database": database(nil), "services": size(2), "packages": packages,
			"images": values{"backend": image, "messaging": image, "collector": image},
		}, map[string]refusal{
			"environment":                 {values{"environment": "x"}, "environment must be 3 to 16"},
			"production without a domain": {values{"domain": nil, "zone": nil}, "domain is missing: production has a name of its own. Write domain and zone"},
			"domain without a zone":       {values{"zone": nil}, "zone and domain go together"},
			"another zone":                {values{"zone": "example.org"}, "domain must be zone or end with it"},
			"one task":                    {values{"services": size(1)}, "services must have tasks.min of 2 or more in production"},
			"a function too few":          {values{"packages": fewer}, "packages must name presign, resize, stream, live and push"},
			"unknown secret":              {values{"secret_versions": values{"password": 1}}, "secret_versions may name log_user_key and rollbar_token"},
			"one zone":                    {values{"zones": []string{"ca-central-1a"}}, "zones must name 2 or 3 different zones"},
			"a wrong CIDR":                {values{"cidr": "10.0.0.1/16"}, "cidr must be an IPv4 block"},
			"no standby":                  {values{"database": database(values{"multi_az": false})}, "multi_az must be true"},
			"no backups":                  {values{"database": database(values{"backup_days": 0})}, "backup_days must be from 1 to 35"},
			"an image by tag":             {values{"images": values{"backend": "cruddur/backend:latest", "messaging": image, "collector": image}}, "image must end with its digest"},
			"nobody is told":              {values{"emails": []string{}}, "emails must be one or more addresses"},
		}},
	}
}

func mustFailEdge() map[string]refusals {
	const pem = "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n"
	balancer := func(protocol string) values {
		return values{"arn": "arn:aws:elasticloadbalancing:ca-central-1:123456789012:loadbalancer/app/x/1", "dns_name": "internal-x.ca-central-1.elb.amazonaws.com", "origin_protocol": protocol}
	}
	return map[string]refusals{
		"dns": {values{
			"domain": "cruddur.example.com", "zone": "example.com",
		}, map[string]refusal{
			"an address":            {values{"domain": "https://cruddur.example.com"}, "domain must be a name in lower case"},
			"too long":              {values{"domain": strings.Repeat("a", 60) + ".example.com"}, "domain must be a name in lower case"},
			"of another zone":       {values{"domain": "cruddur.example.org"}, "domain must be zone or end with it"},
			"ends like the zone":    {values{"domain": "cruddurexample.com"}, "domain must be zone or end with it"},
			"zone with a dot":       {values{"zone": "example.com."}, "zone must be the name of a public hosted zone"},
			"domain without a zone": {values{"zone": nil}, `"zone" is not set`},
		}},
		"aliases": {values{
			"zone_id": "Z1", "domain": "cruddur.example.com", "distribution": values{"domain_name": "d1.cloudfront.net", "hosted_zone_id": "Z1"},
			"load_balancer": values{"dns_name": "internal-x.elb.amazonaws.com", "zone_id": "Z2"},
		}, map[string]refusal{
			"zone by name": {values{"zone_id": "example.com"}, "zone_id must be the identifier of a hosted zone"},
			"an address":   {values{"domain": "https://cruddur.example.com"}, "domain must be a name in lower case"},
			"nowhere":      {values{"distribution": nil}, `"distribution" is not set`},
		}},
		"photo-keys": {values{"environment": "test"}, map[string]refusal{
			"environment": {values{"environment": "x"}, "environment must be 3 to 16"},
		}},
		"cloudfront": {values{
			"name": "cruddur-test", "production": true, "domain": "cruddur.example.com", "certificate_arn": viewerCertificate, "load_balancer": balancer("https-only"),
			"uploads_endpoint": "https://u.execute-api.ca-central-1.amazonaws.com", "live_endpoint": "wss://l.execute-api.ca-central-1.amazonaws.com",
			"media_bucket_domain_name": "media.s3.ca-central-1.amazonaws.com", "log_bucket_arn": "arn:aws:s3:::logs", "kms_key_arn": keyARN,
			"public_keys": values{"first": pem},
			"site_config": values{"environment": "test", "region": "ca-central-1", "user_pool_id": "ca-central-1_Test", "user_pool_client_id": "client"},
		}, wrongNames(map[string]refusal{
			"production without a domain":  {values{"domain": nil, "certificate_arn": nil}, "domain is missing: production has a name of its own"},
			"an address":                   {values{"domain": "https://cruddur.example.com"}, "domain must be a name in lower case"},
			"certificate of elsewhere":     {values{"certificate_arn": certificate}, "certificate_arn must be the ARN of a certificate in us-east-1"},
			"domain without a certificate": {values{"certificate_arn": nil}, "certificate_arn and domain go together"},
			"production in clear":          {values{"load_balancer": balancer("http-only")}, "load_balancer.origin_protocol must be https-only in production"},
			"protocol":                     {values{"load_balancer": balancer("match-viewer")}, "load_balancer.origin_protocol must be http-only or https-only"},
			"uploads with a path":          {values{"uploads_endpoint": "https://u.execute-api.ca-central-1.amazonaws.com/x"}, "uploads_endpoint must be an address without a path"},
			"live with a stage":            {values{"live_endpoint": "wss://l.execute-api.ca-central-1.amazonaws.com/live"}, "live_endpoint must be an address without a path"},
			"bucket's website":             {values{"media_bucket_domain_name": "media.s3-website.ca-central-1.amazonaws.com"}, "media_bucket_domain_name must be the regional name"},
			"no PEM":                       {values{"public_keys": values{"first": "MIIB"}}, "public_keys must be public keys in PEM"},
			"a private key":                {values{"public_keys": values{"first": "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n"}}, "public_keys must be public keys in PEM"},
			"six keys":                     {values{"public_keys": values{"a": pem, "b": pem, "c": pem, "d": pem, "e": pem, "f": pem}}, "public_keys must be 5 at most"},
			"talks to anybody":             {values{"connect_sources": []string{"https://*.amazonaws.com"}}, "connect_sources must be addresses without a path"},
			"few requests":                 {values{"requests_per_address": 10}, "requests_per_address must be from 500"},
			"price class":                  {values{"price_class": "PriceClass_300"}, "price_class must be PriceClass_100"},
			"bucket's path":                {values{"log_bucket_arn": "arn:aws:s3:::logs/cloudfront"}, "log_bucket_arn must be the ARN of a bucket"},
			"an alias":                     {values{"kms_key_arn": "alias/key"}, badKey},
		})},
	}
}

func mustFailProduct() map[string]refusals {
	return map[string]refusals{
		"media": {values{
			"environment": "test", "production": true, "site_origins": []string{"https://cruddur.example.com"}, "distribution_arn": distribution,
			"token_issuer": "https://cognito-idp.ca-central-1.amazonaws.com/ca-central-1_Test", "token_client_id": "client",
			"packages": values{"presign": zip("presign"), "resize": zip("resize")}, "alarm_topic_arn": topicARN, "kms_key_arn": keyARN,
		}, wrongParts(map[string]refusal{
			"any origin":         {values{"site_origins": []string{"*"}}, "site_origins must be one or more addresses"},
			"no origin":          {values{"site_origins": []string{}}, "site_origins must be one or more addresses"},
			"origin with a path": {values{"site_origins": []string{"https://cruddur.example.com/"}}, "site_origins must be one or more addresses"},
			"plain HTTP":         {values{"site_origins": []string{"http://cruddur.example.com"}}, "site_origins must be one or more addresses"},
			"no distribution":    {values{"distribution_arn": "E1"}, "distribution_arn must be the ARN of a CloudFront distribution"},
			"issuer":             {values{"token_issuer": "ca-central-1_Test"}, "token_issuer must be the address of a user pool"},
			"no audience":        {values{"token_client_id": ""}, "token_client_id must name the site's client"},
			"no resizing":        {values{"resize_concurrency": 0}, "resize_concurrency must be from 1 to 500"},
			"half of the code":   {values{"packages": values{"presign": zip("presign")}}, `attribute "resize" is required`},
		})},
		"observability": {values{
			"environment": "test", "emails": []string{"operators@example.com"}, "load_balancer_arn_suffix": "app/x/1", "database_identifier": "x",
			"services":       values{"backend": values{"cluster_name": "x", "service_name": "backend", "target_group_arn_suffix": "targetgroup/x/1"}},
			"uploads_api_id": "u", "live_api_id": "l", "kms_key_arn": keyARN,
		}, map[string]refusal{
			"environment":     {values{"environment": "x"}, "environment must be 3 to 16"},
			"tells nobody":    {values{"emails": []string{}}, "emails must be one or more addresses"},
			"no address":      {values{"emails": []string{"operators"}}, "emails must be one or more addresses"},
			"balancer's ARN":  {values{"load_balancer_arn_suffix": "arn:aws:elasticloadbalancing:x"}, "load_balancer_arn_suffix must be the end"},
			"nothing watched": {values{"services": values{}}, "services must name one service or more"},
			"all, in percent": {values{"trace_sample_ratio": 100}, "trace_sample_ratio must be from 0 to 1"},
			"an alias":        {values{"kms_key_arn": "alias/key"}, badKey},
		}},
		"messaging": {values{
			"environment": "test", "production": true, "site_url": "https://cruddur.example.com", "token_settings": tokens("https://pool"),
			"packages": values{"stream": zip("stream"), "live": zip("live"), "push": zip("push")}, "alarm_topic_arn": topicARN, "kms_key_arn": keyARN,
		}, wrongParts(map[string]refusal{
			"address with a slash": {values{"site_url": "https://cruddur.example.com/"}, "site_url must be an address without a path"},
			"keys in clear":        {values{"token_settings": tokens("http://pool")}, "token_settings must have addresses that begin with https://"},
			"a third of the code":  {values{"packages": values{"stream": zip("stream")}}, `attributes "live" and "push" are required`},
		})},
	}
}

func tokens(pool string) values {
	return values{"token_issuer": pool, "token_jwks_url": pool + "/.well-known/jwks.json", "token_client_id": "client"}
}
