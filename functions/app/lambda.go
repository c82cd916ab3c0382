package app

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/aws/aws-lambda-go/events"

	"maillage/functions/movement"
	"maillage/functions/web"
)

// Lambda is the entry as lambda.Start takes it: HTTP API events for an entry
// with routes, stream batches and schedule ticks for one that sends.
func (a *App) Lambda(e Entry) any {
	if !e.HTTP() {
		return a.send
	}
	c := web.GatewayConfig{Secrets: a.config.Secrets}
	if e.Admin {
		c.Hosts = []string{a.adminHost()}
	}
	return web.Gateway(a.Handler(e), c)
}

// adminHost is the one host that administration answers on.
func (a *App) adminHost() string {
	host, _ := a.adminURL()
	return strings.ToLower(host)
}

// adminPath is where the SPA stands on that host.
func (a *App) adminPath() string {
	_, path := a.adminURL()
	return path
}

func (a *App) adminURL() (host, path string) {
	_, rest, _ := strings.Cut(a.config.AdminURL, "://")
	host, path, _ = strings.Cut(rest, "/")
	return host, "/" + path
}

// send answers a batch of new outbox items with those it could not take, which
// come again, and any other event with a sweep.
func (a *App) send(ctx context.Context, event json.RawMessage) (any, error) {
	var batch events.DynamoDBEvent
	if err := json.Unmarshal(event, &batch); err != nil {
		return nil, fmt.Errorf("read event: %w", err)
	}
	service := a.Newsletter()
	if len(batch.Records) == 0 {
		_, err := service.Sweep(ctx)
		return struct{}{}, err
	}
	answer := events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{}}
	for _, record := range batch.Records {
		id, ok := mailOf(record)
		if !ok {
			continue
		}
		if err := service.Send(ctx, id); err != nil {
			a.config.Log.ErrorContext(ctx, "mail not taken", "mail", string(id), "error", err.Error())
			answer.BatchItemFailures = append(answer.BatchItemFailures,
				events.DynamoDBBatchItemFailure{ItemIdentifier: record.Change.SequenceNumber})
		}
	}
	return answer, nil
}

// mailOf is the outbox item a record tells of; the stream's filter lets no other
// record through, but what is configured can be configured wrongly.
func mailOf(record events.DynamoDBEventRecord) (movement.MailID, bool) {
	key, ok := record.Change.Keys["pk"]
	if !ok || key.DataType() != events.DataTypeString || record.EventName != string(events.DynamoDBOperationTypeInsert) {
		return "", false
	}
	id, ok := strings.CutPrefix(key.String(), "outbox#")
	return movement.MailID(id), ok
}
