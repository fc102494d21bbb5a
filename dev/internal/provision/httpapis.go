package provision

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/apigatewayv2"
	"github.com/aws/aws-sdk-go-v2/service/apigatewayv2/types"

	"github.com/cruddur/cruddur/dev/infrastructure"
)

// defaultStage is the one without a name in addresses.
const defaultStage = "$default"

// payloadVersion is that of the events which functions get.
const payloadVersion = "2.0"

// httpAPIs makes the HTTP APIs with their authorizers and routes.
func httpAPIs(ctx context.Context, r *run) error {
	client := apigatewayv2.NewFromConfig(r.AWS)
	for _, wanted := range r.definition.APIs {
		api := &httpAPI{run: r, client: client, wanted: wanted}
		if err := api.make(ctx); err != nil {
			return fmt.Errorf("%s: %w", wanted.Name, err)
		}
		if wanted.Name == r.environment().UploadsAPI() {
			r.made.UploadsURL = invokeURL(aws.ToString(r.AWS.BaseEndpoint), api.id, defaultStage)
		}
	}
	return nil
}

// invokeURL is where the emulator serves a stage of an API.
func invokeURL(endpoint, api, stage string) string {
	return endpoint + "/_aws/execute-api/" + url.PathEscape(api) + "/" + stage
}

// httpAPI is the making of one API.
type httpAPI struct {
	*run

	client     *apigatewayv2.Client
	wanted     infrastructure.HTTPAPI
	id         string
	authorizer string
}

func (a *httpAPI) make(ctx context.Context) error {
	for _, step := range []func(context.Context) error{a.find, a.authorize, a.route, a.publish, a.permitAll} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (a *httpAPI) find(ctx context.Context) error {
	in := &apigatewayv2.GetApisInput{}
	for {
		page, err := a.client.GetApis(ctx, in)
		if err != nil {
			return err
		}
		for _, api := range page.Items {
			if aws.ToString(api.Name) == a.wanted.Name {
				a.id = aws.ToString(api.ApiId)
				return nil
			}
		}
		if in.NextToken = page.NextToken; aws.ToString(in.NextToken) == "" {
			break
		}
	}
	created, err := a.client.CreateApi(ctx, &apigatewayv2.CreateApiInput{
		Name: aws.String(a.wanted.Name), ProtocolType: types.ProtocolTypeHttp,
	})
	if err != nil {
		return err
	}
	a.id = aws.ToString(created.ApiId)
	return nil
}

func (a *httpAPI) authorize(ctx context.Context) error {
	listed, err := a.client.GetAuthorizers(ctx, &apigatewayv2.GetAuthorizersInput{ApiId: aws.String(a.id)})
	if err != nil {
		return err
	}
	wanted := a.wanted.Authorizer
	tokens := &types.JWTConfiguration{Issuer: aws.String(wanted.Issuer), Audience: wanted.Audience}
	source := []string{"$request.header.Authorization"}
	for _, found := range listed.Items {
		if aws.ToString(found.Name) != wanted.Name {
			continue
		}
		a.authorizer = aws.ToString(found.AuthorizerId)
		_, err := a.client.UpdateAuthorizer(ctx, &apigatewayv2.UpdateAuthorizerInput{
			ApiId: aws.String(a.id), AuthorizerId: found.AuthorizerId,
			AuthorizerType: types.AuthorizerTypeJwt, IdentitySource: source, JwtConfiguration: tokens,
		})
		return err
	}
	created, err := a.client.CreateAuthorizer(ctx, &apigatewayv2.CreateAuthorizerInput{
		ApiId: aws.String(a.id), Name: aws.String(wanted.Name),
		AuthorizerType: types.AuthorizerTypeJwt, IdentitySource: source, JwtConfiguration: tokens,
	})
	if err != nil {
		return err
	}
	a.authorizer = aws.ToString(created.AuthorizerId)
	return nil
}

// route makes each route lead to its function, past the authorizer, and deletes
// the routes that nobody wants any more.
func (a *httpAPI) route(ctx context.Context) error {
	integrations, err := a.integrations(ctx)
	if err != nil {
		return err
	}
	listed, err := a.client.GetRoutes(ctx, &apigatewayv2.GetRoutesInput{ApiId: aws.String(a.id)})
	if err != nil {
		return err
	}
	found := map[string]*string{}
	for _, route := range listed.Items {
		key := aws.ToString(route.RouteKey)
		if !slices.ContainsFunc(a.wanted.Routes, func(w infrastructure.Route) bool { return w.Key == key }) {
			if _, err := a.client.DeleteRoute(ctx, &apigatewayv2.DeleteRouteInput{ApiId: aws.String(a.id), RouteId: route.RouteId}); err != nil {
				return err
			}
			continue
		}
		found[key] = route.RouteId
	}
	for _, wanted := range a.wanted.Routes {
		target := aws.String("integrations/" + integrations[wanted.Function])
		if err := a.putRoute(ctx, wanted.Key, target, found[wanted.Key]); err != nil {
			return fmt.Errorf("route %s: %w", wanted.Key, err)
		}
	}
	return nil
}

func (a *httpAPI) putRoute(ctx context.Context, key string, target, id *string) error {
	if id == nil {
		_, err := a.client.CreateRoute(ctx, &apigatewayv2.CreateRouteInput{
			ApiId: aws.String(a.id), RouteKey: aws.String(key), Target: target,
			AuthorizationType: types.AuthorizationTypeJwt, AuthorizerId: aws.String(a.authorizer),
		})
		return err
	}
	_, err := a.client.UpdateRoute(ctx, &apigatewayv2.UpdateRouteInput{
		ApiId: aws.String(a.id), RouteId: id, RouteKey: aws.String(key), Target: target,
		AuthorizationType: types.AuthorizationTypeJwt, AuthorizerId: aws.String(a.authorizer),
	})
	return err
}

// integrations returns the id of an integration for every function.
func (a *httpAPI) integrations(ctx context.Context) (map[string]string, error) {
	listed, err := a.client.GetIntegrations(ctx, &apigatewayv2.GetIntegrationsInput{ApiId: aws.String(a.id)})
	if err != nil {
		return nil, err
	}
	byURI := map[string]string{}
	for _, found := range listed.Items {
		if found.IntegrationType == types.IntegrationTypeAwsProxy && aws.ToString(found.PayloadFormatVersion) == payloadVersion {
			byURI[aws.ToString(found.IntegrationUri)] = aws.ToString(found.IntegrationId)
		}
	}
	ids := map[string]string{}
	for _, function := range a.functions() {
		uri := a.environment().FunctionARN(function)
		if ids[function] = byURI[uri]; ids[function] != "" {
			continue
		}
		created, err := a.client.CreateIntegration(ctx, &apigatewayv2.CreateIntegrationInput{
			ApiId: aws.String(a.id), IntegrationType: types.IntegrationTypeAwsProxy,
			IntegrationUri: aws.String(uri), PayloadFormatVersion: aws.String(payloadVersion),
		})
		if err != nil {
			return nil, err
		}
		ids[function] = aws.ToString(created.IntegrationId)
	}
	return ids, nil
}

// functions lists the functions behind the API, each once.
func (a *httpAPI) functions() []string {
	var names []string
	for _, route := range a.wanted.Routes {
		if !slices.Contains(names, route.Function) {
			names = append(names, route.Function)
		}
	}
	return names
}

func (a *httpAPI) publish(ctx context.Context) error {
	listed, err := a.client.GetStages(ctx, &apigatewayv2.GetStagesInput{ApiId: aws.String(a.id)})
	if err != nil {
		return err
	}
	for _, stage := range listed.Items {
		if aws.ToString(stage.StageName) == defaultStage && aws.ToBool(stage.AutoDeploy) {
			return nil
		}
	}
	_, err = a.client.CreateStage(ctx, &apigatewayv2.CreateStageInput{
		ApiId: aws.String(a.id), StageName: aws.String(defaultStage), AutoDeploy: aws.Bool(true),
	})
	return err
}

func (a *httpAPI) permitAll(ctx context.Context) error {
	env := a.environment()
	for _, function := range a.functions() {
		err := a.permit(ctx, function, grant{
			id: "api-" + a.wanted.Name, principal: "apigateway.amazonaws.com",
			source: fmt.Sprintf("arn:aws:execute-api:%s:%s:%s/*/*", env.Region, env.Account, a.id),
		})
		if err != nil {
			return err
		}
	}
	return nil
}
