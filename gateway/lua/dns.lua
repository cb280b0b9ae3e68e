-- All IPv4 addresses of a name, by one question over UDP (RFC 1035). nginx's own
-- resolver does not tell Lua what it found, and Debian packages no resolver for Lua.

local dns = {}

local TIMEOUT_MS = 1000
local TYPE_A, CLASS_IN = 1, 1

local function short(message, at)
    local high, low = message:byte(at, at + 1)
    return high * 256 + low
end

local function question(id, name)
    local labels = name:gsub("([^.]+)%.?", function(label)
        return string.char(#label) .. label
    end)
    local recursive = "\1\0\0\1\0\0\0\0\0\0"  -- flags, one question, nothing else
    return string.char(math.floor(id / 256), id % 256) .. recursive
        .. labels .. "\0" .. "\0\1" .. "\0\1"
end

-- Where a name ends: after its zero, or after the pointer that stands for the rest.
local function after_name(message, at)
    local length = message:byte(at)
    while length > 0 do
        if length >= 192 then
            return at + 2
        end
        at = at + 1 + length
        length = message:byte(at)
    end
    return at + 1
end

local function read_answers(message)
    local ips = {}
    local at = after_name(message, 13) + 4
    for _ = 1, short(message, 7) do
        at = after_name(message, at)
        local length = short(message, at + 8)
        if short(message, at) == TYPE_A and short(message, at + 2) == CLASS_IN then
            ips[#ips + 1] = table.concat({ message:byte(at + 10, at + 13) }, ".")
        end
        at = at + 10 + length
    end
    return ips
end

-- The nameserver is an address, with a port where it is not 53.
-- {"172.18.0.4", …}, or nil and the reason.
function dns.addresses(nameserver, name)
    local socket = ngx.socket.udp()
    socket:settimeout(TIMEOUT_MS)
    local host, port = nameserver:match("^([^:]+):?(%d*)$")
    local ok, reason = socket:setpeername(host, tonumber(port) or 53)
    if not ok then
        return nil, reason
    end
    local id = math.random(0, 65535)
    socket:send(question(id, name))
    local message
    message, reason = socket:receive(4096)
    socket:close()
    if not message then
        return nil, reason
    end
    local read, ips = pcall(read_answers, message)
    if not read or short(message, 1) ~= id then
        return nil, "an answer that cannot be read"
    end
    if #ips == 0 then
        return nil, "no address"
    end
    return ips
end

return dns
