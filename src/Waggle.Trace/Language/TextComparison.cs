using Waggle.CSharp;

namespace Waggle.Trace.Language;

#pragma warning disable CA1708, CS1591 // "Is it this text?" for each kind of text; the second compilation has other code in their place

/// <summary>Comparison of texts with literals, for the first compilation.</summary>
public static class TextComparison
{
    extension(Comm)
    {
        public static bool operator ==(Comm text, string literal) => throw new NotSupportedException();

        public static bool operator !=(Comm text, string literal) => throw new NotSupportedException();
    }

    extension(Text16)
    {
        public static bool operator ==(Text16 text, string literal) => throw new NotSupportedException();

        public static bool operator !=(Text16 text, string literal) => throw new NotSupportedException();
    }

    extension(Text32)
    {
        public static bool operator ==(Text32 text, string literal) => throw new NotSupportedException();

        public static bool operator !=(Text32 text, string literal) => throw new NotSupportedException();
    }

    extension(Text64)
    {
        public static bool operator ==(Text64 text, string literal) => throw new NotSupportedException();

        public static bool operator !=(Text64 text, string literal) => throw new NotSupportedException();
    }

    extension(Text128)
    {
        public static bool operator ==(Text128 text, string literal) => throw new NotSupportedException();

        public static bool operator !=(Text128 text, string literal) => throw new NotSupportedException();
    }

    extension(Text256)
    {
        public static bool operator ==(Text256 text, string literal) => throw new NotSupportedException();

        public static bool operator !=(Text256 text, string literal) => throw new NotSupportedException();
    }
}
