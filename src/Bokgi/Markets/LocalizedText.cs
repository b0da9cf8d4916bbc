namespace Bokgi.Markets;

/// <summary>One line of text for people, in both languages of the program.</summary>
/// <param name="Ko">Korean.</param>
/// <param name="En">English.</param>
public sealed record LocalizedText(string Ko, string En);
