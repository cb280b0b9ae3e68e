-- The trace of a request: opened or continued, handed to the upstream, returned to the
-- client. The state is in ngx.ctx.trace:
--   root      trace id             id      this gateway's segment
--   parent    caller's subsegment  call    the subsegment of the upstream call
--   sampled   "1", "0" or "?"      rest    other keys of the header, passed on untouched

local trace = {}

local HEADER = "X-Amzn-Trace-Id"
local HEX = "[0-9a-fA-F]"
local ROOT = "^1%-" .. HEX:rep(8) .. "%-" .. HEX:rep(24) .. "$"
local ID = "^" .. HEX:rep(16) .. "$"
local DECISIONS = { ["0"] = true, ["1"] = true, ["?"] = true }
local REST_LIMIT = 256
-- Health is asked for every few seconds and is nobody's request.
local UNTRACED = { ["/healthz"] = true, ["/readyz"] = true }

-- "Root=1-…;Parent=…;Sampled=1;Lineage=…" -> root, parent, sampled, rest.
-- Each is nil when it is missing or malformed; without a root there is no parent.
function trace.parse(header)
    local root, parent, sampled
    local rest = {}
    for key, value in (header or ""):gmatch("([^=;]+)=([^;]*)") do
        key, value = key:match("^%s*(.-)%s*$"), value:match("^%s*(.-)%s*$")
        local name = key:lower()
        if name == "root" then
            root = value:match(ROOT)
        elseif name == "parent" then
            parent = value:match(ID)
        elseif name == "sampled" then
            sampled = DECISIONS[value] and value
        elseif name ~= "self" then  -- a load balancer's own; ignored by the SDKs too
            rest[#rest + 1] = key .. "=" .. value
        end
    end
    return root, root and parent, sampled or nil, table.concat(rest, ";"):sub(1, REST_LIMIT)
end

function trace.open()
    if not settings.tracing or UNTRACED[ngx.var.uri] then
        return
    end
    local header = ngx.req.get_headers()[HEADER]
    if type(header) == "table" then
        header = header[1]
    end
    local root, parent, sampled, rest = trace.parse(header)
    -- $request_id is 128 random bits: one half for each id, and most of it for a root.
    local random = ngx.var.request_id
    ngx.ctx.trace = {
        root = root or ("1-%08x-%s"):format(ngx.time(), random:sub(1, 24)),
        parent = parent,
        sampled = sampled or "?",
        rest = rest,
        id = random:sub(1, 16),
        call = random:sub(17, 32),
    }
    return ngx.ctx.trace
end

-- For the upstream: what it is asked is a child of the subsegment of the call.
function trace.upstream_header(t)
    local header = ("Root=%s;Parent=%s;Sampled=%s"):format(t.root, t.call, t.sampled)
    return t.rest ~= "" and header .. ";" .. t.rest or header
end

-- For the client: the id to look for, and whether there is anything to find. Where the
-- caller had not decided, the entry point has, and says so in its answer.
function trace.answer()
    -- A request whose headers could not be read comes here without a trace.
    local t = ngx.ctx.trace or trace.open()
    if not t then
        return
    end
    if t.sampled == "?" then
        local _, _, decided = trace.parse(ngx.header[HEADER])
        -- No decision where nothing was asked, or nothing answered. It is recorded:
        -- a gateway without its upstream is what a trace should show.
        t.sampled = (decided == "0") and "0" or "1"
    end
    ngx.header[HEADER] = ("Root=%s;Sampled=%s"):format(t.root, t.sampled)
end

return trace
