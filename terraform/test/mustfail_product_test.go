package test

const (
	badTopic     = "alarm_topic_arn must be the ARN of a topic"
	distribution = "arn:aws:cloudfront::123456789012:distribution/E1"
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
	for name, one := range more {
		cases[name] = one
	}
	return cases
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
