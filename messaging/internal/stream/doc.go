// Package stream follows the table's stream of messages: it moves the members'
// inbox rows forward and tells their open windows.
//
// Records come in order for each message, at least once, in batches that are
// retried from the first one that failed. So everything that is written here may
// be repeated and come late: an inbox row only moves forward, in place, under a
// condition. Ids of messages are not in the order of their commits, which is the
// order of the stream; rows follow the ids.
//
// A record that can't be read is told to the dead-letter queue at once and is
// done. Trying it again would give the same, and hold up everybody whose
// conversations share its shard until Lambda gives up. The letter names the
// record and holds nothing of what was said: queues keep longer than a message
// may live.
package stream
