-- Errors that nginx answers itself (404, 413, 429, 502, 504, …) as JSON. Done in the
-- filters and not by error_page: its internal redirect would forget ngx.ctx.

local cjson = require "cjson.safe"

local failure = {}

local REASONS = {
    [400] = "the request, or one of its headers, cannot be read or is too large",
    [404] = "no such page: /, /{category}, /{category}/{n}; categories: "
        .. "noun, adjective, verb, color, descriptor; n from 1"
        .. (settings.handlers and " to " .. settings.handlers or ""),
    [413] = "the body is too large",
    [414] = "the address is too long",
    [429] = "too many requests from this address",
    [502] = "the service did not answer",
    [503] = "the service is not available",
    [504] = "the service did not answer in time",
}

function failure.header()
    local status = ngx.status
    local from_upstream = (ngx.var.upstream_header_time or "-"):match("%d%s*$")
    if status < 400 or from_upstream then
        return
    end
    local t = ngx.ctx.trace
    ngx.ctx.failure = cjson.encode({
        error = REASONS[status] or "the gateway cannot answer this",
        status = status,
        trace_id = t and t.root,
    }) .. "\n"
    ngx.header["Content-Type"] = "application/json"
    ngx.header["Content-Length"] = #ngx.ctx.failure
end

function failure.body()
    if ngx.ctx.failure then
        -- The filter runs once for every piece of nginx's own page; ours is sent first.
        ngx.arg[1], ngx.arg[2] = ngx.ctx.failure, true
        ngx.ctx.failure = ""
    end
end

return failure
