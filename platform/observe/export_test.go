package observe

import "time"

// GrowOld has a minute pass since the setting of the log level was read.
func (o *Observation) GrowOld() { o.levelReadAt = time.Now().Add(-levelEvery) }
