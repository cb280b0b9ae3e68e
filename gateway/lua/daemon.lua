-- Segments to the X-Ray daemon over UDP, off the request's path: a finished request
-- leaves its document in a queue, and a timer empties the queue. Counted over all
-- workers, with nothing lost in silence:
--     queued = sent + lost + what is in the queue now

local cjson = require "cjson.safe"

local daemon = {}

local PREFIX = '{"format":"json","version":1}\n'
local QUEUE_LIMIT = 2000
local GATHER_S = 0.05  -- under load one socket and one timer serve many documents
local BACK_OFF_S = 1  -- also how often a missing daemon makes a line in the log

local queue = {}
local waiting = false  -- a timer is on its way
local refused = false

local function count(what, by)
    ngx.shared.counters:incr(what, by, 0)
end

-- True when the whole batch went out. UDP knows no answer, but a port on this machine
-- that nobody listens on is known as refused, at the latest when we listen for a moment.
local function deliver(batch)
    local socket = ngx.socket.udp()
    if not socket:setpeername(settings.daemon_host, settings.daemon_port) then
        return false
    end
    for _, document in ipairs(batch) do
        if not socket:send(PREFIX .. document) then
            return false
        end
    end
    socket:settimeout(1)
    local _, reason = socket:receive()
    socket:close()
    return reason == "timeout"
end

local function flush()
    local batch = queue
    queue, waiting = {}, false
    local delivered = deliver(batch)
    count(delivered and "sent" or "lost", #batch)
    refused = not delivered
end

function daemon.send(document)
    if not document then
        return
    end
    count("queued", 1)
    if #queue >= QUEUE_LIMIT then
        count("lost", 1)
        return
    end
    queue[#queue + 1] = document
    if waiting then
        return
    end
    -- A worker that is stopping runs its waiting timers at once, and sets only such new
    -- ones as need not wait.
    local delay = refused and BACK_OFF_S or GATHER_S
    waiting = ngx.timer.at(ngx.worker.exiting() and 0 or delay, flush)
    if not waiting then
        count("lost", #queue)
        queue = {}
    end
end

-- The answer of /healthz.
function daemon.report()
    local counters = ngx.shared.counters
    ngx.say(cjson.encode({
        status = "ok",
        tracing = settings.tracing,
        segments = {
            queued = counters:get("queued") or 0,
            sent = counters:get("sent") or 0,
            lost = counters:get("lost") or 0,
        },
    }))
end

return daemon
