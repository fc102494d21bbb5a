package provision

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/apigatewayv2"
	"github.com/aws/aws-sdk-go-v2/service/apigatewayv2/types"

	"github.com/cruddur/cruddur/dev/infrastructure"
)

// authorizerName is that of the one authorizer of a WebSocket API.
const authorizerName = "access-token"

// connectRoute is where who connects is asked who they are.
const connectRoute = "$connect"

// answeredRoute is the one whose frames get an answer.
const answeredRoute = "$default"

// reserveLive finds or makes the WebSocket API itself, without anything behind
// it: roles and settings name it, so it comes before them and its routes after.
func reserveLive(ctx context.Context, r *run) error {
	client, name := apigatewayv2.NewFromConfig(r.AWS), r.environment().LiveAPI()
	id, err := findAPI(ctx, client, name, types.ProtocolTypeWebsocket)
	if err != nil {
		return err
	}
	if id == "" {
		created, err := client.CreateApi(ctx, &apigatewayv2.CreateApiInput{
			Name: aws.String(name), ProtocolType: types.ProtocolTypeWebsocket,
			RouteSelectionExpression: aws.String("$request.body.action"),
		})
		if err != nil {
			return err
		}
		id = aws.ToString(created.ApiId)
	}
	r.made.LiveAPIID = id
	r.made.LiveURL = invokeURL(aws.ToString(r.AWS.BaseEndpoint), id, infrastructure.LiveStage)
	return nil
}

// findAPI returns the id of an API, or nothing.
func findAPI(ctx context.Context, client *apigatewayv2.Client, name string, protocol types.ProtocolType) (string, error) {
	in := &apigatewayv2.GetApisInput{}
	for {
		page, err := client.GetApis(ctx, in)
		if err != nil {
			return "", err
		}
		for _, api := range page.Items {
			if aws.ToString(api.Name) == name && api.ProtocolType == protocol {
				return aws.ToString(api.ApiId), nil
			}
		}
		if in.NextToken = page.NextToken; aws.ToString(in.NextToken) == "" {
			return "", nil
		}
	}
}

// socketAPIs puts functions behind the WebSocket APIs.
func socketAPIs(ctx context.Context, r *run) error {
	client := apigatewayv2.NewFromConfig(r.AWS)
	for _, wanted := range r.definition.SocketAPIs {
		api := &socketAPI{run: r, client: client, wanted: wanted, id: r.made.LiveAPIID}
		for _, step := range []func(context.Context) error{api.integrate, api.authorize, api.route, api.publish, api.permitCalls} {
			if err := step(ctx); err != nil {
				return fmt.Errorf("%s: %w", wanted.Name, err)
			}
		}
	}
	return nil
}

// socketAPI is the making of one API.
type socketAPI struct {
	*run

	client                      *apigatewayv2.Client
	wanted                      infrastructure.SocketAPI
	id, integration, authorizer string
}

// uri is how API Gateway names a function that it calls for a WebSocket API.
func (a *socketAPI) uri() string {
	env := a.environment()
	return fmt.Sprintf("arn:aws:apigateway:%s:lambda:path/2015-03-31/functions/%s/invocations", env.Region, env.FunctionARN(a.wanted.Function))
}

func (a *socketAPI) integrate(ctx context.Context) error {
	listed, err := a.client.GetIntegrations(ctx, &apigatewayv2.GetIntegrationsInput{ApiId: aws.String(a.id)})
	if err != nil {
		return err
	}
	for _, found := range listed.Items {
		if aws.ToString(found.IntegrationUri) == a.uri() && found.IntegrationType == types.IntegrationTypeAwsProxy {
			a.integration = aws.ToString(found.IntegrationId)
			return nil
		}
	}
	created, err := a.client.CreateIntegration(ctx, &apigatewayv2.CreateIntegrationInput{
		ApiId: aws.String(a.id), IntegrationType: types.IntegrationTypeAwsProxy, IntegrationUri: aws.String(a.uri()),
	})
	if err != nil {
		return err
	}
	a.integration = aws.ToString(created.IntegrationId)
	return nil
}

func (a *socketAPI) authorize(ctx context.Context) error {
	listed, err := a.client.GetAuthorizers(ctx, &apigatewayv2.GetAuthorizersInput{ApiId: aws.String(a.id)})
	if err != nil {
		return err
	}
	source := []string{a.wanted.IdentitySource}
	for _, found := range listed.Items {
		if aws.ToString(found.Name) != authorizerName {
			continue
		}
		a.authorizer = aws.ToString(found.AuthorizerId)
		_, err := a.client.UpdateAuthorizer(ctx, &apigatewayv2.UpdateAuthorizerInput{
			ApiId: aws.String(a.id), AuthorizerId: found.AuthorizerId,
			AuthorizerType: types.AuthorizerTypeRequest, IdentitySource: source, AuthorizerUri: aws.String(a.uri()),
		})
		return err
	}
	created, err := a.client.CreateAuthorizer(ctx, &apigatewayv2.CreateAuthorizerInput{
		ApiId: aws.String(a.id), Name: aws.String(authorizerName),
		AuthorizerType: types.AuthorizerTypeRequest, IdentitySource: source, AuthorizerUri: aws.String(a.uri()),
	})
	if err != nil {
		return err
	}
	a.authorizer = aws.ToString(created.AuthorizerId)
	return nil
}

func (a *socketAPI) route(ctx context.Context) error {
	listed, err := a.client.GetRoutes(ctx, &apigatewayv2.GetRoutesInput{ApiId: aws.String(a.id)})
	if err != nil {
		return err
	}
	found := map[string]*string{}
	for _, route := range listed.Items {
		key := aws.ToString(route.RouteKey)
		if slices.Contains(a.wanted.Routes, key) {
			found[key] = route.RouteId
			continue
		}
		if _, err := a.client.DeleteRoute(ctx, &apigatewayv2.DeleteRouteInput{ApiId: aws.String(a.id), RouteId: route.RouteId}); err != nil {
			return err
		}
	}
	for _, key := range a.wanted.Routes {
		if err := a.putRoute(ctx, key, found[key]); err != nil {
			return fmt.Errorf("route %s: %w", key, err)
		}
	}
	return nil
}

func (a *socketAPI) putRoute(ctx context.Context, key string, id *string) error {
	target, kind := aws.String("integrations/"+a.integration), types.AuthorizationTypeNone
	var authorizer *string
	if key == connectRoute {
		kind, authorizer = types.AuthorizationTypeCustom, aws.String(a.authorizer)
	}
	var answers *string
	if key == answeredRoute {
		answers = aws.String("$default")
	}
	if id != nil {
		_, err := a.client.UpdateRoute(ctx, &apigatewayv2.UpdateRouteInput{
			ApiId: aws.String(a.id), RouteId: id, RouteKey: aws.String(key), Target: target,
			AuthorizationType: kind, AuthorizerId: authorizer, RouteResponseSelectionExpression: answers,
		})
		return err
	}
	made, err := a.client.CreateRoute(ctx, &apigatewayv2.CreateRouteInput{
		ApiId: aws.String(a.id), RouteKey: aws.String(key), Target: target,
		AuthorizationType: kind, AuthorizerId: authorizer, RouteResponseSelectionExpression: answers,
	})
	if err != nil || answers == nil {
		return err
	}
	// What the function returns goes back to who sent the frame.
	_, err = a.client.CreateRouteResponse(ctx, &apigatewayv2.CreateRouteResponseInput{
		ApiId: aws.String(a.id), RouteId: made.RouteId, RouteResponseKey: answers,
	})
	return err
}

func (a *socketAPI) publish(ctx context.Context) error {
	listed, err := a.client.GetStages(ctx, &apigatewayv2.GetStagesInput{ApiId: aws.String(a.id)})
	if err != nil {
		return err
	}
	for _, stage := range listed.Items {
		if aws.ToString(stage.StageName) == a.wanted.Stage && aws.ToBool(stage.AutoDeploy) {
			return nil
		}
	}
	_, err = a.client.CreateStage(ctx, &apigatewayv2.CreateStageInput{
		ApiId: aws.String(a.id), StageName: aws.String(a.wanted.Stage), AutoDeploy: aws.Bool(true),
	})
	return err
}

func (a *socketAPI) permitCalls(ctx context.Context) error {
	env := a.environment()
	return a.permit(ctx, a.wanted.Function, grant{
		id: "api-" + a.wanted.Name, principal: "apigateway.amazonaws.com",
		source: fmt.Sprintf("arn:aws:execute-api:%s:%s:%s/*/*", env.Region, env.Account, a.id),
	})
}
