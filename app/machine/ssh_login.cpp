#include "app/machine/ssh_login.h"

#include "app/base/plain_text.h"

#include <QCoreApplication>

#include <libssh/libssh.h>

#include <array>

namespace {
enum class Answer { Accepted, Partly, Denied, Lost };

/// What is known while one login goes on.
class LoginAttempt
{
public:
    LoginAttempt(SshSession &session, const SshLogin &login, const StopBell &bell)
        : m_session(session)
        , m_login(login)
        , m_bell(bell)
        , m_user(login.user.toUtf8())
    {
    }

    Result<LoginEnd> run();

private:
    using Way = Result<Answer> (LoginAttempt::*)();
    Result<Answer> askMethods();
    Result<Answer> tryAgent();
    Result<Answer> tryKey();
    Result<Answer> tryPassword();
    Result<Answer> tryQuestions();
    Result<Answer> tryIdentity(const SshKey &key);
    Result<Answer> answered(const std::function<int()> &step);
    bool answerQuestions(const Secret &password);
    Error refusedError() const;
    void note(const QString &what) { m_tried.append(what); }
    bool isOffered(int method) const { return ssh_userauth_list(m_session.handle(), nullptr) & method; }

    SshSession &m_session;
    const SshLogin &m_login;
    const StopBell &m_bell;
    QByteArray m_user;
    QStringList m_tried;
    QString m_advice;
};

Result<Answer> LoginAttempt::answered(const std::function<int()> &step)
{
    const auto status = m_session.repeated(step, SSH_AUTH_AGAIN, QDeadlineTimer(m_session.patience().login), m_bell);
    if (!status)
        return status.error();
    switch (*status) {
    case SSH_AUTH_SUCCESS:
        return Answer::Accepted;
    case SSH_AUTH_PARTIAL:
        return Answer::Partly;
    case SSH_AUTH_DENIED:
        return Answer::Denied;
    default:
        return m_session.isConnected() ? Answer::Denied : Answer::Lost;
    }
}

Result<Answer> LoginAttempt::askMethods()
{
    return answered([this] { return ssh_userauth_none(m_session.handle(), m_user.constData()); });
}

Result<Answer> LoginAttempt::tryAgent()
{
    if (m_login.agentSocket.isEmpty() || !isOffered(SSH_AUTH_METHOD_PUBLICKEY))
        return Answer::Denied;
    ssh_options_set(m_session.handle(), SSH_OPTIONS_IDENTITY_AGENT, m_login.agentSocket.toUtf8().constData());
    note(QCoreApplication::translate("Ssh", "the agent's keys"));
    return answered([this] { return ssh_userauth_agent(m_session.handle(), m_user.constData()); });
}

Result<Answer> LoginAttempt::tryIdentity(const SshKey &key)
{
    return answered([this, &key] { return ssh_userauth_publickey(m_session.handle(), m_user.constData(), key.get()); });
}

Result<Answer> LoginAttempt::tryKey()
{
    if (m_login.keyPath.isEmpty() || !m_login.identities || !isOffered(SSH_AUTH_METHOD_PUBLICKEY))
        return Answer::Denied;
    const auto identity = m_login.identities->identity(
        m_login.keyPath, m_login.secrets.valueFor(QStringLiteral("key-passphrase"), m_session.endpoint().node));
    if (!identity) {
        note(identity.error().message.chopped(1)); // without its full stop: it becomes part of a sentence
        m_advice = identity.error().advice;
        return Answer::Denied;
    }
    note(QCoreApplication::translate("Ssh", "the key %1").arg(m_login.keyPath));
    if (identity->certified) {
        auto answer = tryIdentity(identity->certified);
        if (!answer || *answer != Answer::Denied)
            return answer;
    }
    return tryIdentity(identity->key);
}

Result<Answer> LoginAttempt::tryPassword()
{
    const Secret password = m_login.secrets.valueFor(QStringLiteral("ssh-password"), m_session.endpoint().node);
    if (password.isEmpty() || !isOffered(SSH_AUTH_METHOD_PASSWORD))
        return Answer::Denied;
    note(QCoreApplication::translate("Ssh", "the password"));
    QByteArray word = password.bytes().toByteArray(); // ends in a NUL
    const Secret copy = Secret::takenFrom(word);
    return answered([this, &copy] { return ssh_userauth_password(m_session.handle(), m_user.constData(), copy.bytes().data()); });
}

/// Only questions that hide their answer ask for a password. False if there is one that we cannot answer.
bool LoginAttempt::answerQuestions(const Secret &password)
{
    ssh_session handle = m_session.handle();
    const int count = ssh_userauth_kbdint_getnprompts(handle);
    for (int i = 0; i < count; ++i) {
        char isShown = 0;
        const QString question = plainLine(ssh_userauth_kbdint_getprompt(handle, unsigned(i), &isShown), 80);
        if (isShown || count > 1) {
            note(QCoreApplication::translate("Ssh", "questions (%1)").arg(question));
            m_advice = QCoreApplication::translate("Ssh", "The server asks something that only a person can answer; use a key.");
            return false;
        }
        QByteArray word = password.bytes().toByteArray();
        const Secret copy = Secret::takenFrom(word);
        ssh_userauth_kbdint_setanswer(handle, unsigned(i), copy.bytes().data());
    }
    return true;
}

Result<Answer> LoginAttempt::tryQuestions()
{
    const Secret password = m_login.secrets.valueFor(QStringLiteral("ssh-password"), m_session.endpoint().node);
    if (password.isEmpty() || !isOffered(SSH_AUTH_METHOD_INTERACTIVE))
        return Answer::Denied;
    bool hasAnswered = false;
    for (int round = 0; round < 8; ++round) {
        const auto step = [this] { return ssh_userauth_kbdint(m_session.handle(), m_user.constData(), nullptr); };
        const auto status = m_session.repeated(step, SSH_AUTH_AGAIN, QDeadlineTimer(m_session.patience().login), m_bell);
        if (!status)
            return status.error();
        if (*status != SSH_AUTH_INFO)
            return answered([&status] { return *status; });
        const bool asks = ssh_userauth_kbdint_getnprompts(m_session.handle()) > 0;
        if (asks && hasAnswered) {
            note(QCoreApplication::translate("Ssh", "a second question (%1)")
                     .arg(plainLine(ssh_userauth_kbdint_getprompt(m_session.handle(), 0, nullptr), 80)));
            return Answer::Denied;
        }
        if (asks && !answerQuestions(password))
            return Answer::Denied;
        if (asks)
            note(QCoreApplication::translate("Ssh", "the password as an answer to a question"));
        hasAnswered = hasAnswered || asks;
    }
    return Answer::Denied;
}

Error LoginAttempt::refusedError() const
{
    QStringList offered;
    for (const auto &[method, name] : {std::pair{SSH_AUTH_METHOD_PUBLICKEY, "publickey"}, std::pair{SSH_AUTH_METHOD_PASSWORD, "password"},
                                       std::pair{SSH_AUTH_METHOD_INTERACTIVE, "keyboard-interactive"},
                                       std::pair{SSH_AUTH_METHOD_GSSAPI_MIC, "gssapi"}, std::pair{SSH_AUTH_METHOD_HOSTBASED, "hostbased"}})
        if (isOffered(int(method)))
            offered.append(QLatin1String(name));
    const QString none = QCoreApplication::translate("Ssh", "nothing");
    const QString message =
        QCoreApplication::translate("Ssh", "%1 refused the login of %2. Tried: %3. The server offers: %4.")
            .arg(m_session.endpoint().place(), m_login.user, m_tried.isEmpty() ? none : m_tried.join(QStringLiteral(", ")),
                 offered.isEmpty() ? none : offered.join(QStringLiteral(", ")));
    const QString advice =
        m_tried.isEmpty()
            ? QCoreApplication::translate("Ssh", "Name a key or give a password (ssh-password) for this node, or start an SSH agent.")
            : QCoreApplication::translate(
                  "Ssh", "Check the user, and that the key stands in its authorized_keys on the node or the password is right.");
    return {ErrorKind::LoginRefused, message, m_advice.isEmpty() ? advice : m_advice};
}

Result<LoginEnd> LoginAttempt::run()
{
    const auto first = askMethods();
    if (!first)
        return first.error();
    if (*first == Answer::Accepted)
        return LoginEnd::LoggedIn;
    if (*first == Answer::Lost)
        return m_session.lostError();
    const std::array<Way, 4> ways = {&LoginAttempt::tryAgent, &LoginAttempt::tryKey, &LoginAttempt::tryPassword,
                                     &LoginAttempt::tryQuestions};
    std::array<bool, 4> isDone{};
    for (size_t i = 0; i < ways.size();) {
        const auto answer = isDone[i] ? Result<Answer>(Answer::Denied) : (this->*ways[i])();
        if (!answer)
            return answer.error();
        if (*answer == Answer::Accepted)
            return LoginEnd::LoggedIn;
        if (*answer == Answer::Lost && i == 0)
            return LoginEnd::AgentUsedUpTries;
        if (*answer == Answer::Lost)
            return m_session.lostError();
        // The server wants one more: every other way may be it.
        isDone[i] = isDone[i] || *answer == Answer::Partly;
        i = *answer == Answer::Partly ? 0 : i + 1;
    }
    return refusedError();
}
} // namespace

Result<LoginEnd> logIn(SshSession &session, const SshLogin &login, std::stop_token stop)
{
    const StopBell bell(std::move(stop));
    return LoginAttempt(session, login, bell).run();
}
