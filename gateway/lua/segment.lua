-- The gateway's segment, made when the request is over: one http block, and one remote
-- subsegment when an upstream was called, whose id the upstream has as its parent.

local cjson = require "cjson.safe"

local segment = {}

local STRING_LIMIT = 250  -- X-Ray's, for url and user_agent
local NAME = "gateway"

-- JSON is UTF-8, but what a client sends need not be.
local function text(value)
    return value and value:gsub("[^\32-\126]", "?"):sub(1, STRING_LIMIT)
end

local function flags(entity, status)
    if status == 429 then
        entity.throttle, entity.error = true, true
    elseif status >= 500 then
        entity.fault = true
    elseif status >= 400 then
        entity.error = true
    end
    return entity
end

-- nginx joins the figures of several tries: "0.002, 0.004" or "502, 200".
local function last_number(list)
    return tonumber((list or ""):match("([%d.]+)%s*$"))
end

local function url()
    local path = (ngx.var.request_uri or "/"):match("^[^?]*")  -- a query may be private
    return text(("%s://%s%s"):format(ngx.var.scheme, ngx.var.http_host or NAME, path))
end

local function upstream_call(t, ended)
    local began = ngx.ctx.upstream_began
    if not began then
        return nil
    end
    -- No status: the call was given up, by a timeout or by the client.
    local status = last_number(ngx.var.upstream_status)
    return flags({
        id = t.call,
        name = ngx.var.upstream_host,
        namespace = "remote",
        start_time = began,
        end_time = ended,
        http = {
            request = {
                method = ngx.var.request_method,
                url = "http://" .. ngx.var.upstream_host .. "/",
            },
            response = status and { status = status },
        },
    }, status or ngx.status)
end

-- The document as JSON; nil when this request leaves none.
function segment.of_request()
    local t = ngx.ctx.trace
    if not t or t.sampled == "0" then
        return nil
    end
    ngx.update_time()
    local ended = ngx.now()
    local call = upstream_call(t, ended)
    return cjson.encode(flags({
        name = NAME,
        id = t.id,
        trace_id = t.root,
        parent_id = t.parent,
        start_time = ngx.req.start_time(),
        end_time = ended,
        http = {
            request = {
                method = ngx.var.request_method,
                url = url(),
                client_ip = ngx.var.remote_addr,
                user_agent = text(ngx.var.http_user_agent),
            },
            response = {
                status = ngx.status,
                content_length = tonumber(ngx.var.body_bytes_sent),
            },
        },
        subsegments = call and { call },
    }, ngx.status))
end

return segment
