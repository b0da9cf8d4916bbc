namespace Bokgi.Host.Reports.Html;

/// <summary>The frame of a chart in inline SVG: scale, grid lines and labels. A logarithmic vertical axis needs values above 0.</summary>
internal sealed record Plot(
    double LeftValue,
    double RightValue,
    double BottomValue,
    double TopValue,
    int Height,
    bool IsLogarithmic = false
)
{
    public const int Width = 800;

    /// <summary>Room for the label above the top grid line.</summary>
    public const int TopMargin = 16;

    private const int BottomMargin = 24;
    private const int EdgeWidth = 40; // labels closer to an edge than this are aligned with it

    public int Bottom => TopMargin + Height;

    public double X(double value) => Math.Clamp((value - LeftValue) / (RightValue - LeftValue), 0, 1) * Width;

    public double Y(double value)
    {
        var share = IsLogarithmic
            ? Math.Log(value / BottomValue) / Math.Log(TopValue / BottomValue)
            : (value - BottomValue) / (TopValue - BottomValue);
        return TopMargin + ((1 - Math.Clamp(share, 0, 1)) * Height);
    }

    // The labels are drawn last, so that nothing covers them. A narrow screen omits every other label of the horizontal axis.
    public void Draw(
        HtmlWriter html,
        string name,
        IReadOnlyList<(double Value, string Label)> yTicks,
        IReadOnlyList<(double Value, string Label)> xTicks,
        Action drawContent
    )
    {
        html.Write($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Bottom + BottomMargin}\" ");
        html.Write($"role=\"img\" aria-label=\"{name}\">\n");
        foreach (var (value, _) in yTicks)
            html.Write($"<line class=\"grid\" x1=\"0\" x2=\"{Width}\" y1=\"{Y(value)}\" y2=\"{Y(value)}\" />\n");
        drawContent();
        html.Write($"<line class=\"axis\" x1=\"0\" x2=\"{Width}\" y1=\"{Bottom}\" y2=\"{Bottom}\" />\n");
        foreach (var (value, label) in yTicks)
            html.Write($"<text class=\"value\" x=\"0\" y=\"{Y(value) - 3}\">{label}</text>\n");
        for (var i = 0; i < xTicks.Count; i++)
        {
            var x = X(xTicks[i].Value);
            html.Write($"<g class=\"{(i % 2 == 1 ? "minor" : "major")}\">");
            html.Write($"<line class=\"axis\" x1=\"{x}\" x2=\"{x}\" y1=\"{Bottom}\" y2=\"{Bottom + 4}\" />");
            html.Write($"<text class=\"{Anchor(x)}\" x=\"{x}\" y=\"{Bottom + 17}\">{xTicks[i].Label}</text></g>\n");
        }

        html.Write($"</svg>\n");
    }

    // Labels near the edges are anchored so that they stay inside.
    private static string Anchor(double x) =>
        x switch
        {
            < EdgeWidth => "first",
            > Width - EdgeWidth => "last",
            _ => "middle",
        };
}
