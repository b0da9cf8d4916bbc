using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.PaperTrading.Requests;

/// <summary>Which session to use.</summary>
internal sealed record SessionQuery
{
    [FromQuery(Name = "session_id"), Description("The session; the newest one unless given")]
    public string? SessionId { get; init; }
}
