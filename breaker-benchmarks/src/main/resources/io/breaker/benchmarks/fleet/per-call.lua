-- A breaker that is asked for each call: the plain way to share one. KEYS[1] is a hash; times are the server's.
-- ARGV: 'ask' or 'settle', then window s, minimum calls, failure rate, open wait ms, probes, and to settle: epoch, failed (0/1).
-- Answers {epoch, phase (0 closed, 1 open, 2 half-open), 1 if the call may go}.
local key, what = KEYS[1], ARGV[1]
local window, minimum, rate = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local wait, probes = tonumber(ARGV[5]), tonumber(ARGV[6])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local state = redis.call('HMGET', key, 'epoch', 'phase', 'until', 'granted', 'succeeded')
local epoch, phase = tonumber(state[1] or 0), tonumber(state[2] or 0)
local until_, granted, succeeded = tonumber(state[3] or 0), tonumber(state[4] or 0), tonumber(state[5] or 0)

local function move(to)
  redis.call('DEL', key)
  epoch, phase, granted, succeeded = epoch + 1, to, 0, 0
  until_ = to == 1 and now + wait or 0
  redis.call('HSET', key, 'epoch', epoch, 'phase', phase, 'until', until_)
end

if what == 'ask' then
  local go = phase == 0 and 1 or 0
  if phase == 1 and now >= until_ then move(2) end
  if phase == 2 and granted < probes then
    redis.call('HINCRBY', key, 'granted', 1)
    go = 1
  end
  return {epoch, phase, go}
end

local failed = tonumber(ARGV[8])
if tonumber(ARGV[7]) ~= epoch then return {epoch, phase, 0} end
if phase == 2 then
  if failed == 1 then
    move(1)
  elseif redis.call('HINCRBY', key, 'succeeded', 1) >= probes then
    move(0)
  end
elseif phase == 0 then
  local second = math.floor(now / 1000)
  local slot = second % window
  if redis.call('HGET', key, 's' .. slot) ~= tostring(second) then
    redis.call('HSET', key, 's' .. slot, second, 'c' .. slot, 0, 'f' .. slot, 0)
  end
  redis.call('HINCRBY', key, 'c' .. slot, 1)
  redis.call('HINCRBY', key, 'f' .. slot, failed)
  local calls, failures = 0, 0
  for i = 0, window - 1 do
    local bucket = redis.call('HMGET', key, 's' .. i, 'c' .. i, 'f' .. i)
    if bucket[1] and tonumber(bucket[1]) > second - window then
      calls, failures = calls + bucket[2], failures + bucket[3]
    end
  end
  if calls >= minimum and 100 * failures >= rate * calls then move(1) end
end
redis.call('PEXPIRE', key, 600000)
return {epoch, phase, 0}
