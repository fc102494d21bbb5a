package test

import "testing"

// expectations hold for one example each, over what the house rules say.
var expectations = map[string]func(t *testing.T, made []resource){
	"vpc": func(t *testing.T, made []resource) {
		for _, one := range made {
			if one.Type == "aws_route" && one.Name != "internet" && one.Name != "nat" {
				t.Errorf("%s is a way out of the network that nobody expects", one.Address)
			}
			if one.Type == "aws_subnet" && one.Values["map_public_ip_on_launch"] != false {
				t.Errorf("%s gives out public addresses", one.Address)
			}
		}
	},
	"observability": metricsExist,
	"ecs-service":   collectorsKnowMetrics,
}
