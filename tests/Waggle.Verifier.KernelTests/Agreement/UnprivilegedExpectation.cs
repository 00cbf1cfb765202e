using System.Text.RegularExpressions;
using Waggle.Bpf.Types;

namespace Waggle.Verifier.KernelTests.Agreement;

/// <summary>What a program of the kernel's own tests says of itself: the verdict for who has no privileges, and the words that go with it.</summary>
/// <param name="IsAccepted">Whether it is to be accepted.</param>
/// <param name="Messages">Lines that are to be in the log, as regular expressions.</param>
/// <remarks>Tags of progs/bpf_misc.h, read as <c>parse_test_spec</c> in test_loader.c does.</remarks>
internal sealed partial record UnprivilegedExpectation(bool IsAccepted, Regex[] Messages)
{
    private const string Prefix = "comment:test_";

    /// <summary>Reads the tags of a function; null if it says nothing of the unprivileged, or nothing on this machine.</summary>
    public static UnprivilegedExpectation? Of(Btf types, string function)
    {
        string[] tags = TagsOf(types, function);
        bool isForUs = !tags.Any(t => t.StartsWith("arch=", StringComparison.Ordinal)) || tags.Contains("arch=X86_64");
        if (!isForUs || !tags.Any(t => Unprivileged().IsMatch(t)) || tags.Any(t => t.StartsWith("auxiliary", StringComparison.Ordinal))) return null;
        bool isFailure = tags.Contains("expect_failure_unpriv") || (!tags.Contains("expect_success_unpriv") && tags.Contains("expect_failure"));
        Regex[] messages = MessagesOf(tags, "expect_msg_unpriv=");
        return new(!isFailure, messages.Length == 0 ? MessagesOf(tags, "expect_msg=") : messages);
    }

    /// <summary>Whether a function asks for accesses at multiples of their size only.</summary>
    public static bool IsAlignmentStrict(Btf? types, string function) => types is not null && TagsOf(types, function).Contains("prog_flags=BPF_F_STRICT_ALIGNMENT");

    private static string[] TagsOf(Btf types, string function)
    {
        if (!types.TryFind(function, out int id, out BtfFunction? _)) return [];
        return [.. Enumerable.Range(types.FirstOwnId, types.Count - types.FirstOwnId).Select(n => Find(types, n)).OfType<BtfDeclarationTag>()
            .Where(tag => tag.TargetId == id && tag.ComponentIndex == -1 && tag.Name.StartsWith(Prefix, StringComparison.Ordinal)).Select(tag => tag.Name[Prefix.Length..])];
    }

    // Some objects declare enumerations without saying what is in them, which have no size.
    private static BtfType? Find(Btf types, int id)
    {
        try
        {
            return types[id];
        }
        catch (BtfFormatException)
        {
            return null;
        }
    }

    // A number and the text, of which {{...}} are regular expressions.
    private static Regex[] MessagesOf(string[] tags, string prefix) =>
        [.. tags.Where(t => t.StartsWith(prefix, StringComparison.Ordinal)).Select(t => Pattern(t[(t.IndexOf('=', prefix.Length) + 1)..]))];

    private static Regex Pattern(string text) =>
        new(string.Concat(Quoted().Split(text).Select(part => part.StartsWith("{{", StringComparison.Ordinal) ? part[2..^2] : Regex.Escape(part))));

    [GeneratedRegex(@"^(expect_(failure|success|msg|xlated)|retval|jited|auxiliary)_unpriv\b")]
    private static partial Regex Unprivileged();

    [GeneratedRegex(@"(\{\{.*?\}\})")]
    private static partial Regex Quoted();
}
