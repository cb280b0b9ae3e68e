-- Where the services are. Every replica that DNS knows gets its turn, over connections
-- that are kept. nginx itself offers one or the other: an upstream block looks names up
-- once, at start, and a name in proxy_pass has no kept connections.

local balancer = require "ngx.balancer"
local dns = require "dns"

local upstream = {}

local LOOK_UP_EVERY_S = 2

local services = {}  -- service -> {host, port, ips, turn}
for service, address in pairs(settings.addresses) do
    local host, port = address:match("^(.*):(%d+)$")
    local literal = host == "localhost" and "127.0.0.1"
        or host:match("^%d+%.%d+%.%d+%.%d+$")
    services[service] = {
        host = host,
        port = tonumber(port),
        ips = literal and { literal } or {},
        by_name = not literal,
        turn = 0,
    }
end

-- A name that cannot be looked up keeps the addresses it had; it is said once.
local function look_up(service)
    local ips, reason = dns.addresses(settings.nameserver, service.host)
    service.ips = ips or service.ips
    if reason and reason ~= service.complaint then
        ngx.log(ngx.WARN, service.host, ": ", reason)
    end
    service.complaint = reason
end

function upstream.watch()
    local function look_up_all()
        for _, service in pairs(services) do
            if service.by_name then
                look_up(service)
            end
        end
    end
    ngx.timer.at(0, look_up_all)
    ngx.timer.every(LOOK_UP_EVERY_S, look_up_all)
end

-- In the access phase: which service, and the header that continues the trace there.
function upstream.choose(name)
    local service = services[name]
    if #service.ips == 0 then
        look_up(service)
    end
    if #service.ips == 0 then
        return ngx.exit(ngx.HTTP_BAD_GATEWAY)
    end
    local t = ngx.ctx.trace
    ngx.ctx.upstream = service
    ngx.var.upstream_trace = t and trace.upstream_header(t) or ""
    ngx.update_time()
    ngx.ctx.upstream_began = ngx.now()
end

-- The same for one handler. A number that no handler has is refused here: asked of the
-- service it would draw a node on the map for what is not there.
function upstream.choose_handler(category, number)
    local n = tonumber(number)
    if n < 1 or n > (settings.handlers or math.huge) then
        return ngx.exit(ngx.HTTP_NOT_FOUND)
    end
    ngx.var.upstream_host = ("%s-%d"):format(category, n)
    return upstream.choose(category)
end

-- In the balancer phase, once for each try: the next replica in turn.
function upstream.balance()
    local service = ngx.ctx.upstream
    service.turn = service.turn % #service.ips + 1
    if not ngx.ctx.tried then
        ngx.ctx.tried = true
        balancer.set_more_tries(1)
    end
    balancer.set_current_peer(service.ips[service.turn], service.port)
end

return upstream
