// Asks the SDK ten times a second whether to record a request, and records it.
const AWSXRay = require('aws-xray-sdk-core');

const asked = { req: { headers: { host: 'shop' }, method: 'GET', url: '/buy' } };

setInterval(() => {
  const segment = new AWSXRay.Segment('shop');
  AWSXRay.middleware.resolveSampling({}, segment, asked);
  segment.close();
  process.stdout.write(segment.notTraced ? '0\n' : '1\n');
}, 100);
