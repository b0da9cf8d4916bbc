using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.PaperTrading.Requests;

/// <summary>Which trades or signals of a session to list.</summary>
internal sealed record SessionHistoryQuery
{
    public const int DefaultLimit = 100;
    public const int MaximumLimit = 1_000;

    [FromQuery(Name = "session_id"), Description("The session; the newest one by default")]
    public string? SessionId { get; init; }

    [FromQuery(Name = "symbol"), Description("Only this market")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "limit"), Description("Rows per page"), IntegerRange(1, MaximumLimit, Default = DefaultLimit)]
    public string? Limit { get; init; }

    [FromQuery(Name = "offset"), Description("Number of rows to skip"), IntegerRange(0, Default = 0)]
    public string? Offset { get; init; }

    /// <exception cref="InvalidInputException">A value is invalid.</exception>
    public (string? Symbol, Paging Paging) Read()
    {
        var errors = new InputErrors();
        var paging = Paging.Read(Limit, Offset, DefaultLimit, MaximumLimit, errors);
        var symbol = default(Markets.Symbol);
        if (Symbol is not null && !Markets.Symbol.TryParse(Symbol, out symbol, out var error))
            errors.Add("symbol", error);
        errors.ThrowIfAny();
        return (Symbol is null ? null : symbol.Code, paging);
    }
}
