using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Bokgi.Host.Platform.Queries;

/// <summary>A file that is written to the client while it is generated; <paramref name="source"/> is disposed afterwards.</summary>
internal sealed class StreamedFile(string contentType, string name, Action<Stream> write, IDisposable? source = null, bool isInline = false)
    : IResult
{
    // Rows are small, and without a buffer Kestrel would send each one separately.
    private const int BufferBytes = 1 << 16;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using (source)
        {
            using var slot = httpContext.RequestServices.GetRequiredService<ConcurrencyGate>().AcquireStreamSlot();
            if (!slot.IsAcquired)
            {
                await RequestLimits.TooMany(httpContext).ExecuteAsync(httpContext);
                return;
            }

            // The format writers are synchronous; the gate limits how many threads they block.
            httpContext.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
            httpContext.Response.ContentType = contentType;
            var disposition = new ContentDispositionHeaderValue(isInline ? "inline" : "attachment");
            disposition.SetHttpFileName(name);
            httpContext.Response.Headers.ContentDisposition = disposition.ToString();
            // Not disposed, because disposing flushes: until the first flush, a failure can still be answered with problem details.
            var buffered = new BufferedStream(httpContext.Response.Body, BufferBytes);
            write(buffered);
            buffered.Flush();
        }
    }
}
