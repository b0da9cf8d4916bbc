using System.Text.RegularExpressions;

namespace Bokgi.Host.Platform.Settings;

/// <summary>The bot that sends alerts, and the chat that it writes to.</summary>
/// <param name="Url">The server of the bot API.</param>
/// <param name="Token">The secret of the bot.</param>
/// <param name="ChatId">A number, or the name of a public channel as <c>@name</c>.</param>
internal sealed partial record TelegramSettings(Uri Url, string Token, string ChatId)
{
    /// <summary>Null if Telegram is off; the other settings are then ignored.</summary>
    public static TelegramSettings? Read(SettingReader reader)
    {
        var isEnabled = reader.Flag("TELEGRAM_ENABLED", false, "true sends alerts to Telegram");
        var token = reader.Secret("TELEGRAM_BOT_TOKEN", "token of the bot, from @BotFather");
        var chat = reader.Optional("TELEGRAM_CHAT_ID", "chat that the bot writes to: a number, or @name of a public channel");
        var text = reader.Text("TELEGRAM_URL", "https://api.telegram.org", "server of the bot API");
        if (!isEnabled)
            return null;
        CheckToken(token, reader.Errors);
        CheckChat(chat, reader.Errors);
        return ReadUrl(text, reader.Errors) is { } url ? new TelegramSettings(url, token, chat) : null;
    }

    /// <summary>The chat, without the token.</summary>
    public override string ToString() => ChatId;

    // The message does not show the token, even if it is wrong.
    private static void CheckToken(string token, InputErrors errors)
    {
        const string name = "TELEGRAM_BOT_TOKEN";
        if (token.Length == 0)
            errors.Add(name, $"{name} is missing; ask @BotFather for the token of your bot, or set TELEGRAM_ENABLED=false");
        else if (!TokenPattern().IsMatch(token))
            errors.Add(name, $"{name} cannot be a token; copy it from @BotFather: digits, a colon, then letters, digits, - and _");
    }

    private static void CheckChat(string chat, InputErrors errors)
    {
        const string name = "TELEGRAM_CHAT_ID";
        if (chat.Length == 0)
            errors.Add(
                name,
                $"{name} is missing; write to your bot, read the chat's id from its getUpdates, and set it, or set TELEGRAM_ENABLED=false"
            );
        else if (!ChatPattern().IsMatch(chat))
            errors.Add(name, $"{name} cannot be '{Problems.SanitizeForMessage(chat)}'; give a number such as -1001234567890, or @name");
    }

    private static Uri? ReadUrl(string text, InputErrors errors)
    {
        const string name = "TELEGRAM_URL";
        if (
            ChannelSettings.ParseAddress(text) is { AbsolutePath: "/", Query: "", Fragment: "" } url
            && ChannelSettings.MayReceiveSecrets(url)
        )
            return url;
        errors.Add(
            name,
            $"{name} cannot be used; write it as https://api.telegram.org, without user and path; http:// is possible only within this machine"
        );
        return null;
    }

    [GeneratedRegex(@"\A[0-9]+:[A-Za-z0-9_-]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex TokenPattern();

    [GeneratedRegex(@"\A(-?[0-9]{1,20}|@[A-Za-z0-9_]{1,64})\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ChatPattern();
}
