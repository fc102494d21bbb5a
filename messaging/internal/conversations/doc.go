// Package conversations is the domain of messaging: who may say what to whom,
// for how long it can be read, and in which order. It knows neither HTTP nor
// DynamoDB.
package conversations
