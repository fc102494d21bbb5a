package edge

// Definition is what the edge does, as data: Terraform makes a distribution that
// does the same, and a test holds one against the other.
type Definition struct {
	Behaviours []BehaviourDefinition `json:"behaviours"`
	// Headers are those of each policy, by name.
	Headers map[string]map[string]string `json:"headers"`
	// Crawlers is the expression that finds programs which get documents in
	// place of pages.
	Crawlers string `json:"crawlers"`
}

// BehaviourDefinition is one row of the table of behaviours.
type BehaviourDefinition struct {
	Path    string   `json:"path"`
	Origin  string   `json:"origin"`
	Methods []string `json:"methods"`
	// Headers names the policy of headers.
	Headers string `json:"headers"`
}

// Define says what an edge with these settings does.
func Define(settings Settings) Definition {
	names := map[headerPolicy]string{headersForSite: "site", headersForAPI: "api"}
	out := Definition{Headers: map[string]map[string]string{}, Crawlers: crawlers.String()}
	for policy, values := range policies(settings) {
		out.Headers[names[policy]] = values
	}
	for _, row := range behaviours() {
		out.Behaviours = append(out.Behaviours, BehaviourDefinition{
			Path: row.path, Origin: row.origin, Methods: row.methods, Headers: names[row.headers],
		})
	}
	return out
}
