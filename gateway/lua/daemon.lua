-- Segments to the X-Ray daemon over UDP, off the request's path: a finished request
-- leaves its document in a queue, and a timer empties the queue. Counted over all
-- workers, with nothing lost in silence:
--     queued = sent + lost + what is in the queue now

local cjson = require "cjson.safe"

local daemon = {}

local PREFIX = '{"format":"json","version":1}\n'
local QUEUE_LIMIT = 2000
local GATHER_S = 0.05  -- under load one socket and one timer serve many documents
local REFUSAL_MS = 1  -- how long a refusal is listened for, on a socket of one batch
local BACK_OFF_S = 1  -- also how often a missing daemon makes a line in the log

local queue = {}
local waiting = false  -- a timer is on its way
local refused = false

local function count(what, by)
    ngx.shared.counters:incr(what, by, 0)
end

-- How many of the batch went out, and whether the daemon's port refused them. UDP knows
-- no answer, but a port that nobody listens on is known as refused, at the latest when we
-- listen for a moment. It is not known which document was refused: then none counts as
-- sent.
local function deliver(batch)
    local socket = ngx.socket.udp()
    if not socket:setpeername(settings.daemon_host, settings.daemon_port) then
        return 0, true
    end
    local sent = 0
    for _, document in ipairs(batch) do
        -- One that cannot be sent, being too large say, takes no other with it.
        local ok, reason = socket:send(PREFIX .. document)
        if reason == "connection refused" then
            socket:close()
            return 0, true
        end
        sent = sent + (ok and 1 or 0)
    end
    socket:settimeout(REFUSAL_MS)
    local _, reason = socket:receive()
    socket:close()
    if reason ~= "timeout" then
        return 0, true
    end
    return sent, false
end

local function flush()
    local batch = queue
    queue, waiting = {}, false
    local sent
    sent, refused = deliver(batch)
    count("sent", sent)
    count("lost", #batch - sent)
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
