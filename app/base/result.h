// A value, or why there is none: the one way in which "the world said no" travels.
#pragma once

#include <QString>

#include <utility>
#include <variant>

/// For callers that branch; nobody compares messages.
enum class ErrorKind {
    Failed,         ///< it was tried and did not work
    Invalid,        ///< the input is wrong: a document, a catalog, an argument
    Stopped,        ///< the user stopped it
    Unreachable,    ///< no connection, or it was lost
    LoginRefused,   ///< the host answered and refused the login or the privilege
    HostKeyUnknown, ///< no pin for this host
    HostKeyChanged, ///< the host shows another key than the pinned one
    Conflict,       ///< somebody else changed or holds it
};

/// What was tried, where and what came back (message), and what to do next (advice): a sentence each.
struct Error
{
    ErrorKind kind = ErrorKind::Failed;
    QString message;
    QString advice;
};

/// A T or an Error: the subset of std::expected that the project uses, so that it can become an alias of it.
template<typename T>
class [[nodiscard]] Result
{
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return m_state.index() == 0; }
    T &operator*() & { return *std::get_if<0>(&m_state); }
    const T &operator*() const & { return *std::get_if<0>(&m_state); }
    T &&operator*() && { return std::move(*std::get_if<0>(&m_state)); }
    T *operator->() { return std::get_if<0>(&m_state); }
    const T *operator->() const { return std::get_if<0>(&m_state); }
    const Error &error() const { return *std::get_if<1>(&m_state); }

private:
    std::variant<T, Error> m_state;
};

template<>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error) : m_state(std::move(error)) {}

    explicit operator bool() const { return m_state.index() == 0; }
    const Error &error() const { return *std::get_if<1>(&m_state); }

private:
    std::variant<std::monostate, Error> m_state;
};
